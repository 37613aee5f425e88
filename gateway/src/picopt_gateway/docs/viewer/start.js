"use strict";

// The key that somebody enters stays in this page: nothing is stored, nothing is sent elsewhere.
window.SwaggerUIBundle({
  url: "/v1/openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
