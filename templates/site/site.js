// Theme, tabs, navigation, copying and search. Pages are readable without this script.
"use strict";

(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Storage can be forbidden, as in some private windows.
  const stored = (key) => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  const store = (key, value) => {
    try { localStorage.setItem(key, value); } catch { /* the choice lasts for this page */ }
  };

  // This part runs before the page is drawn, so that it appears in its theme at once.
  const paint = () => {
    root.classList.toggle("dark", root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  };
  const theme = stored("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  root.classList.add("js");
  paint();
  dark.addEventListener("change", paint);

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  const setUpTheme = () => {
    document.querySelector(".theme").addEventListener("click", () => {
      const chosen = root.classList.contains("dark") ? "light" : "dark";
      root.dataset.theme = chosen;
      store("theme", chosen);
      paint();
    });
  };

  // The tab that was chosen is shown in all groups that have it, on all pages.
  const show = (group, label) => {
    const buttons = [...group.querySelectorAll(".tab-list button")];
    if (!buttons.some((button) => button.dataset.tab === label)) return;
    for (const button of buttons) {
      const chosen = button.dataset.tab === label;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    for (const panel of group.querySelectorAll(".panel")) panel.classList.toggle("shown", panel.dataset.tab === label);
  };

  const setUpTabs = () => {
    const groups = [...document.querySelectorAll(".tabs")];
    const preferred = stored("tab");
    groups.forEach((group, number) => {
      const list = group.querySelector(".tab-list");
      const buttons = [...list.children];
      const panels = [...group.querySelectorAll(".panel")];
      list.setAttribute("role", "tablist");
      buttons.forEach((button, index) => {
        button.setAttribute("role", "tab");
        button.id = `tab-${number}-${index}`;
        panels[index].id = `panel-${number}-${index}`;
        panels[index].setAttribute("role", "tabpanel");
        panels[index].setAttribute("aria-labelledby", button.id);
        button.setAttribute("aria-controls", panels[index].id);
      });
      const choose = (button) => {
        const before = list.getBoundingClientRect().top;
        store("tab", button.dataset.tab);
        for (const other of groups) show(other, button.dataset.tab);
        scrollBy(0, list.getBoundingClientRect().top - before); // groups above may have another height now
      };
      list.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button) choose(button);
      });
      list.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const at = buttons.indexOf(document.activeElement);
        if (!step || at < 0) return;
        const next = buttons[(at + step + buttons.length) % buttons.length];
        next.focus();
        choose(next);
      });
      show(group, buttons[0].dataset.tab);
      if (preferred) show(group, preferred);
      group.classList.add("ready");
    });
  };

  const setUpCopying = () => {
    if (!navigator.clipboard) return;
    for (const block of document.querySelectorAll(".code")) {
      if (block.querySelector(".output")) continue;
      const button = make("button", "copy", "Copy");
      button.type = "button";
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(block.querySelector("code").textContent);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not allowed";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
      block.append(button);
    }
  };

  const setUpMenu = () => {
    const button = document.querySelector(".menu");
    const sidebar = document.getElementById("sidebar");
    const open = (value) => {
      document.body.classList.toggle("open", value);
      button.setAttribute("aria-expanded", String(value));
    };
    button.addEventListener("click", () => open(!document.body.classList.contains("open")));
    document.addEventListener("click", (event) => {
      if (!sidebar.contains(event.target) && !button.contains(event.target)) open(false);
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") open(false); });
    const current = sidebar.querySelector("[aria-current]");
    if (current && current.offsetTop > sidebar.clientHeight * 0.7) sidebar.scrollTop = current.offsetTop - sidebar.clientHeight / 3;
  };

  // Marks the section that is on the screen in the contents.
  const setUpContents = () => {
    const links = [...document.querySelectorAll("aside a")];
    if (!links.length || !("IntersectionObserver" in window)) return;
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let waiting = false;
    const mark = () => {
      waiting = false;
      let at = -1;
      headings.forEach((heading, index) => { if (heading && heading.getBoundingClientRect().top < 120) at = index; });
      links.forEach((link, index) => link.classList.toggle("here", index === at));
    };
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    }, { passive: true });
    mark();
  };

  // --- search ---

  let loading;
  const index = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = make("script");
      script.src = `${document.body.dataset.root}/assets/search.js`;
      script.onerror = reject;
      script.onload = () => {
        const { pages, entries } = window.searchIndex;
        resolve(entries.map(([page, anchor, title, detail, text, names]) => ({
          href: `${document.body.dataset.root}/${encodeURI(pages[page][0])}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`,
          page: pages[page][1], anchor, title, detail,
          text: text || names,
          low: title.toLowerCase(),
          all: `${title} ${detail} ${pages[page][1]} ${text} ${names}`.toLowerCase(),
        })));
      };
      document.head.append(script);
    });
    return loading;
  };

  // Every word must be in an entry. Titles come first: equal ones, those that start with a word, those that have it.
  const find = (entries, words) => {
    const found = [];
    for (const entry of entries) {
      if (!words.every((word) => entry.all.includes(word))) continue;
      let score = entry.detail ? 2 : entry.anchor ? 0 : 1;
      const detail = entry.detail.toLowerCase();
      if (detail === words.join(" ")) score += 40;
      for (const word of words) {
        const at = entry.low.indexOf(word);
        if (entry.low === word) score += 20;
        else if (at === 0) score += 10;
        else if (at > 0) score += /[\s._]/.test(entry.low[at - 1]) ? 8 : 5;
        else if (detail.includes(word)) score += 3;
      }
      found.push([score - entry.title.length / 100, entry]);
    }
    return found.sort((a, b) => b[0] - a[0]).slice(0, 30).map(([, entry]) => entry);
  };

  const marked = (element, text, words) => {
    // Lines may break after dots and underscores.
    const add = (target, part) => part.split(/(?<=[._])(?=\w)/).forEach((piece, at) => target.append(...(at ? [make("wbr"), piece] : [piece])));
    const low = text.toLowerCase();
    let end = 0;
    while (low.length === text.length) {
      let at = -1;
      let length = 0;
      for (const word of words) {
        const place = low.indexOf(word, end);
        if (place >= 0 && (at < 0 || place < at)) [at, length] = [place, word.length];
      }
      if (at < 0) break;
      const mark = make("mark");
      add(mark, text.slice(at, at + length));
      add(element, text.slice(end, at));
      if (/[._]$/.test(text.slice(0, at))) element.append(make("wbr"));
      element.append(mark);
      end = at + length;
    }
    add(element, text.slice(end));
    return element;
  };

  // The part of a text that has the first word.
  const excerpt = (text, words) => {
    const at = Math.min(...words.map((word) => text.toLowerCase().indexOf(word)).filter((place) => place >= 0), text.length);
    const start = at > 120 && at < text.length ? text.lastIndexOf(" ", at - 60) + 1 : 0;
    return `${start ? "… " : ""}${text.slice(start, start + 200)}`;
  };

  const setUpSearch = () => {
    const input = document.getElementById("query");
    const results = document.getElementById("results");
    let selected = -1;
    const close = () => {
      results.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const select = (next) => {
      const rows = [...results.querySelectorAll("a")];
      if (!rows.length) return;
      selected = (next + rows.length) % rows.length;
      rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === selected)));
      rows[selected].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", rows[selected].id);
    };
    const draw = async () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (!words.length) return close();
      let entries;
      try { entries = await index(); } catch { entries = null; }
      if (input.value.toLowerCase().split(/\s+/).filter(Boolean).join(" ") !== words.join(" ")) return;
      const found = entries ? find(entries, words) : [];
      results.replaceChildren(...found.map((entry, at) => {
        const row = make("a");
        row.href = entry.href;
        row.id = `result-${at}`;
        row.setAttribute("role", "option");
        row.append(make("span", "where", entry.detail || (entry.anchor ? entry.page : "")));
        row.append(marked(make("b"), entry.title, words), marked(make("span", "about"), excerpt(entry.text, words), words));
        return row;
      }));
      if (!found.length) results.append(make("p", "none", entries ? "Nothing found" : "The search index is missing"));
      results.hidden = false;
      input.setAttribute("aria-expanded", "true");
      select(0);
    };
    input.addEventListener("focus", () => { index().catch(() => {}); if (input.value) draw(); });
    input.addEventListener("input", draw);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); input.blur(); }
      if (results.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        select(selected + (event.key === "ArrowDown" ? 1 : -1));
      }
      if (event.key === "Enter") results.querySelector('[aria-selected="true"]')?.click();
    });
    results.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
    document.addEventListener("click", (event) => { if (!event.target.closest(".search")) close(); });
    document.addEventListener("keydown", (event) => {
      const typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
      if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    setUpTheme();
    setUpTabs();
    setUpCopying();
    setUpMenu();
    setUpContents();
    setUpSearch();
  });
})();
