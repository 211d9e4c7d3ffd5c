"use strict";
(function () {
  var form = document.querySelector("[data-search]");
  function reveal() {
    var target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details"), function (one) { one.open = true; });
  });
  if (form) {
    var box = document.getElementById("q");
    var level = document.getElementById("level");
    var hits = document.getElementById("hits");
    var found = Array.prototype.map.call(document.querySelectorAll("[data-finding]"), function (element) {
      var rule = element.closest("[data-rule]");
      return { element: element, rule: rule, text: (rule.id + " " + element.textContent).toLowerCase() };
    });
    var filter = function () {
      var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      var counts = new Map();
      found.forEach(function (one) {
        var fits = words.every(function (word) { return one.text.indexOf(word) >= 0; });
        var on = fits && (!level.value || one.element.getAttribute("data-level") === level.value);
        one.element.toggleAttribute("data-off", !on);
        counts.set(one.rule, (counts.get(one.rule) || 0) + (on ? 1 : 0));
        shown += on ? 1 : 0;
      });
      counts.forEach(function (count, rule) {
        rule.toggleAttribute("data-off", count === 0);
        rule.querySelector("[data-count]").textContent = String(count);
      });
      hits.textContent = words.length || level.value ? shown + " of " + found.length : "";
    };
    box.addEventListener("input", filter);
    level.addEventListener("change", filter);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(filter, 0); });
    form.hidden = false;
  }
  reveal();
})();
