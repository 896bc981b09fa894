"""The year as a calendar: sessions, deadlines, how often each agency is called, and feeds for other calendars."""
