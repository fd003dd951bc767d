/* What a page asks for by itself (polling, loading) is marked, so that it keeps nobody signed in
   who has left the desk. htmx knows: such a request has no event of the reader behind it. */
document.addEventListener("htmx:configRequest", (event) => {
  const cause = event.detail.triggeringEvent;
  if (!cause || !cause.isTrusted) {
    event.detail.headers["X-Hotline-Background"] = "1";
  }
});
