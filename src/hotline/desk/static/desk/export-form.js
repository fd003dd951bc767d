// Says at once that a purpose is needed where a column tells of a citizen; the site asks anyway.
"use strict";

(() => {
  const form = document.querySelector("[data-export-form]");
  const purpose = form.elements.purpose;
  const tell = () => {
    purpose.required = Boolean(form.querySelector("[data-personal]:checked"));
  };
  form.addEventListener("change", tell);
  tell();
})();
