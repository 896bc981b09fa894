def test_smoke(caller):
    import time
    for name in ("anonymous","disabled","office","officer_a","foreigner","admin"):
        t=time.time()
        r=caller.ask(name,"GET",f"/delegations/{caller.world.id('delegation','own')}")
        print(name, r.status_code, r.headers.get("Location"), caller.leaked(name,r), round(time.time()-t,3))
        r=caller.ask(name,"GET","/api/v1/delegations")
        print(name, r.status_code, caller.leaked(name,r))
        r=caller.ask(name,"POST",f"/delegations/{caller.world.id('delegation','own')}/members/new", data={"name":"x"})
        print(name, r.status_code, r.headers.get("Location"))
    t=time.time(); caller.checksums(); print(time.time()-t)
    assert caller.checksums()==caller.whole
