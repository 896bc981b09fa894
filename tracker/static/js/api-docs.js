// The page /api/docs: unfolds the description with Swagger UI, when there is JavaScript.
(function () {
  "use strict";
  var place = document.getElementById("operations");
  if (!place || !window.SwaggerUIBundle) return;
  window.SwaggerUIBundle({
    url: place.dataset.openapi,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    supportedSubmitMethods: ["get", "post", "patch", "delete"],
    requestInterceptor: function (request) {
      request.credentials = "omit";
      if (!request.headers["Accept-Language"]) request.headers["Accept-Language"] = document.documentElement.lang;
      return request;
    },
  });
})();
