/* Corridor in the browser: keys, idle lock, hidden screen, saving once, focus on errors. Every page works without it. */
(() => {
  "use strict";
  const body = document.body;
  const said = body.dataset;
  const one = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const shown = (element) => element.getClientRects().length > 0;

  /* htmx sends the CSRF token; the answer's summary of errors takes the keyboard. */
  document.addEventListener("htmx:configRequest", (event) => {
    if (said.csrf) event.detail.headers["X-CSRFToken"] = said.csrf;
  });
  const focusErrors = (root) => {
    const place = one("[data-focus]", root);
    if (place) place.focus();
  };
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target.parentNode || document));
  document.addEventListener("htmx:sendError", () => {
    const news = one("#news");
    if (news && said.unsent) news.textContent = said.unsent;
  });

  /* A form is sent once. After half a second of waiting its button says so. */
  const free = (form) => {
    clearTimeout(form.waiting);
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    if (form.words) form.words[0].replaceChildren(...form.words[1]);
    delete form.words;
  };
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  window.addEventListener("submit", (event) => {
    const form = event.target;
    const byHtmx = form.closest("[hx-post]");
    if (form.method !== "post" || (event.defaultPrevented && !byHtmx)) return;
    const button = event.submitter || one("[type=submit]", form);
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    form.waiting = setTimeout(() => {
      if (!button || !said.saving || button.classList.contains("c-linklike")) return;
      form.words = [button, [...button.childNodes]];
      button.textContent = said.saving;
    }, 500);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (form) free(form);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(free));

  /* What was typed and not yet sent: nobody leaves it by accident, the idle lock keeps it. */
  let typed = false;
  document.addEventListener("input", (event) => {
    if (event.target.form && event.target.form.method === "post") typed = true;
  });

  /* Hide screen (F9) and idle lock: the page is blanked at once, what was typed stays under it. */
  const cover = one("#hidden-screen");
  const title = document.title;
  let locked = false;
  const hide = (hidden) => {
    if (!cover || (locked && !hidden)) return;
    all("dialog[open]").forEach((dialog) => dialog.close());
    cover.hidden = !hidden;
    [...body.children].forEach((child) => { if (child !== cover) child.inert = hidden; });
    document.title = hidden ? "…" : title;
    if (hidden) cover.focus();
  };
  const lock = () => {
    if (locked || !said.lock) return;
    hide(true);
    locked = true;
    const headers = { "X-CSRFToken": said.csrf || "" };
    const next = new URLSearchParams({ next: location.pathname });
    fetch(said.lock, { method: "POST", headers, body: next, redirect: "manual", keepalive: true }).catch(() => {});
  };
  if (cover) {
    one("[data-unlock]", cover).addEventListener("click", (event) => {
      if (!locked) {
        event.preventDefault();
        hide(false);
      } else if (typed) {
        event.preventDefault();
        goOnOrSignIn();
      }
    });
  }
  /* With a draft under the cover the sign-in page opens beside this one; back here, the draft goes on. */
  const goOnOrSignIn = () => {
    fetch(one("[data-home]").href, { method: "HEAD", redirect: "manual", cache: "no-store" })
      .then((answer) => {
        if (answer.type !== "opaqueredirect" && answer.status < 500) {
          locked = false;
          hide(false);
          wake();
        } else {
          window.open(said.lock, "_blank", "noopener");
        }
      })
      .catch(() => {});
  };
  let timer = 0;
  const idle = Number(said.idle || 0) * 60000;
  const wake = () => {
    if (!idle || locked) return;
    clearTimeout(timer);
    timer = setTimeout(lock, idle);
  };
  ["pointerdown", "keydown", "scroll", "pageshow"].forEach((name) => window.addEventListener(name, wake, { passive: true }));
  wake();

  /* Dialogs: a link to a page without scripts, the native dialog with them. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    if (event.target.closest("[data-hide]") && cover) {
      event.preventDefault();
      hide(true);
    }
    const menu = one(".c-menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("form[data-auto]")) event.target.form.requestSubmit();
  });

  /* Keys (see the keyboard page). Single letters are off while typing and when the profile says so. */
  const typing = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const press = (key) => {
    const target = all(`[data-key="${CSS.escape(key)}"]`).find(shown);
    if (target) target.click();
    return Boolean(target);
  };
  const row = (step) => {
    const rows = all("[data-row]").filter(shown);
    if (!rows.length) return false;
    const here = rows.findIndex((item) => item.classList.contains("is-sel"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, here < 0 ? 0 : here + step))];
    rows.forEach((item) => item.classList.toggle("is-sel", item === next));
    (one("a[href], button", next) || next).focus();
    return true;
  };
  let going = 0;
  document.addEventListener("keydown", (event) => {
    const key = event.key;
    if (key === "F9") {
      event.preventDefault();
      hide(Boolean(cover && cover.hidden));
      return;
    }
    if (cover && !cover.hidden) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key.toLowerCase() === "s") {
      const form = event.target.closest("form[method=post]");
      const button = (form && one("[data-save]", form)) || one("form[method=post] [data-save]");
      if (button) {
        event.preventDefault();
        button.form.requestSubmit(button);
      }
      return;
    }
    if (key === "Escape") {
      const menu = one(".c-menu[open]");
      if (menu) menu.open = false;
      if (event.target.type === "search") {
        event.target.value = "";
        event.target.blur();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || said.keys === "off" || typing(event.target)) return;
    if (one("dialog[open]")) return;
    const now = Date.now();
    let done = false;
    if (now - going < 1500) {
      const link = one(`[data-go="${CSS.escape(key)}"]`);
      going = 0;
      if (link) {
        link.click();
        done = true;
      }
    } else if (key === "g") {
      going = now;
      done = true;
    } else if (key === "/") {
      const search = one("[data-search]");
      if (search && shown(search)) {
        search.focus();
        done = true;
      }
    } else if (key === "j" || key === "k") {
      done = row(key === "j" ? 1 : -1) || press(key);
    } else if (key.length === 1) {
      done = press(key);
    }
    if (done) event.preventDefault();
  });

  /* On a phone the tabs of a record run out of sight: the open one is brought to the middle of its strip. */
  const tab = one(".c-tabs [aria-current]");
  if (tab) {
    const [strip, at] = [tab.closest(".c-tabs"), tab.getBoundingClientRect()];
    const room = strip.getBoundingClientRect();
    strip.scrollBy({ left: at.left + at.width / 2 - room.left - room.width / 2, behavior: "instant" });
  }

  focusErrors(document);
})();
