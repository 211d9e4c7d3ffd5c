"use strict";
(function () {
  var form = document.querySelector("[data-search]");
  var box = document.getElementById("q");
  var category = document.getElementById("category");
  var hits = document.getElementById("hits");
  var tables = Array.prototype.slice.call(document.querySelectorAll("table[data-rows]"));
  var rows = [];
  tables.forEach(function (table) {
    Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
      rows.push({ row: row, table: table, text: row.textContent.toLowerCase() });
    });
  });

  function filter() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    var wanted = category.value;
    var shown = 0;
    var counts = new Map();
    rows.forEach(function (one) {
      var fits = words.every(function (word) { return one.text.indexOf(word) >= 0; });
      var own = one.row.getAttribute("data-category");
      var on = fits && (!wanted || own === wanted);
      one.row.toggleAttribute("data-off", !on);
      if (on) {
        shown += 1;
        counts.set(one.table, (counts.get(one.table) || 0) + 1);
      }
    });
    var busy = words.length > 0 || wanted !== "";
    tables.forEach(function (table) {
      var some = counts.get(table) || 0;
      table.querySelector("[data-count]").textContent = busy ? some + " of " + table.tBodies[0].rows.length : String(some);
      table.closest(".table").toggleAttribute("data-off", busy && some === 0);
      if (busy && some > 0) {
        open(table);
      }
      if (table.tFoot) {
        table.tFoot.toggleAttribute("data-off", busy);
      }
    });
    hits.textContent = busy ? shown + (shown === 1 ? " row" : " rows") : "";
  }

  function value(row, at) {
    var text = row.cells[at].textContent.trim();
    var number = Number(text);
    return text !== "" && !Number.isNaN(number) ? number : text.toLowerCase();
  }

  function sort(button) {
    var head = button.parentNode;
    var table = head.closest("table");
    var up = head.getAttribute("aria-sort") !== "ascending";
    Array.prototype.forEach.call(head.parentNode.cells, function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    var list = Array.prototype.slice.call(table.tBodies[0].rows);
    list.sort(function (a, b) {
      var x = value(a, head.cellIndex);
      var y = value(b, head.cellIndex);
      if (typeof x !== typeof y) {
        x = String(x);
        y = String(y);
      }
      return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
    });
    list.forEach(function (row) { table.tBodies[0].appendChild(row); });
  }

  function open(element) {
    for (var at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") {
        at.open = true;
      }
    }
  }

  function reveal() {
    var target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target) {
      var part = target.querySelector("[data-part]");
      open(part || target);
      target.scrollIntoView();
    }
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-sort]");
    if (button) {
      sort(button);
    }
  });
  box.addEventListener("input", filter);
  category.addEventListener("change", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(filter, 0); });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details"), function (one) { one.open = true; });
  });

  var contents = document.querySelector("[data-contents]");
  if (window.matchMedia("(max-width: 60rem)").matches) {
    contents.open = false;
  }
  if (window.matchMedia("(max-width: 44rem)").matches) {
    Array.prototype.slice.call(document.querySelectorAll("[data-part]"), 1).forEach(function (part) { part.open = false; });
  }
  var links = new Map();
  Array.prototype.forEach.call(contents.querySelectorAll("a"), function (link) {
    links.set(link.getAttribute("href").slice(1), link);
  });
  if ("IntersectionObserver" in window) {
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        var link = links.get(entry.target.id);
        if (link && entry.isIntersecting) {
          links.forEach(function (other) { other.removeAttribute("aria-current"); });
          link.setAttribute("aria-current", "true");
        }
      });
    }, { rootMargin: "-10% 0px -80% 0px" });
    Array.prototype.forEach.call(document.querySelectorAll("section.level2"), function (one) { observer.observe(one); });
  }

  form.hidden = false;
  var asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    box.value = asked;
    filter();
  }
  reveal();
})();
