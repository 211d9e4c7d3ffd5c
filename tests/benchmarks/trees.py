"""Trees that the benchmark makes: a whole org whose pages share large scripts, and a bundle of one app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PAGES = 200
SCRIPTS = 20
EACH = 4
SHARED = 300_000
BUNDLE = 3_200_000

HEAD = """/* Kit%(kit)d: what the pages of the org share */
var Kit%(kit)d = Kit%(kit)d || {};
(function ($, root, Kit) {
  'use strict';
  var version = '%(kit)d.4', listeners = {}, slice = Array.prototype.slice;
  function Base(options) { this.options = $.extend({}, Base.defaults, options); this.items = []; }
  Base.defaults = { size: 10, label: 'none', onChange: null };
  Base.prototype.add = function (item) { this.items.push(item); this.changed(); return this; };
  Base.prototype.changed = function () { if (this.options.onChange) { this.options.onChange.call(this, this.items); } };
  Kit.on = function (name, fn) { (listeners[name] = listeners[name] || []).push(fn); };
  Kit.emit = function (name) {
    var rest = slice.call(arguments, 1);
    (listeners[name] || []).forEach(function (fn) { fn.apply(null, rest); });
  };
"""
PART = """
  function Part%(n)d(options) {
    Base.call(this, options);
    this.state = { open: false, count: %(n)d, title: 'part %(n)d' };
    var self = this;
    $(root).on('resize.part%(n)d', function (event) { self.layout(event.target, self.state.count); });
  }
  Part%(n)d.prototype = Object.create(Base.prototype);
  Part%(n)d.prototype.layout = function (target, count) {
    var width = $(target).width(), index, row;
    for (index = 0; index < count; index += 1) {
      row = this.items[index];
      if (row && row.visible) {
        row.element.css({ width: width / count, left: index * width / count });
      } else if (row) {
        row.element.hide();
      }
    }
    return width;
  };
  Part%(n)d.prototype.load = function (url, done) {
    var self = this;
    $.ajax({ url: url, data: { id: this.options.id, part: %(n)d }, success: function (answer) {
      try {
        self.items = $.map(answer.rows, function (row) { return { id: row.Id, name: row.Name, visible: row.Shown }; });
        self.changed();
        done(null, self.items);
      } catch (error) {
        done(error);
      }
    } });
  };
  Part%(n)d.prototype.text = function (key, values) {
    var found = this.options.labels && this.options.labels[key];
    return (found || key).replace(/\\{(\\w+)\\}/g, function (all, name) { return values[name] || all; });
  };
  Kit.part%(n)d = function (options) { return new Part%(n)d(options); };
"""
DIALLING = """
  Kit.api = function () { return root.sforce && root.sforce.interaction; };
  Kit.listen = function (fn) { sforce.interaction.cti.onClickToDial(fn); };
  Kit.openTab = function (id, name) { sforce.console.openPrimaryTab(null, '/' + id, true, name); };
"""
TAIL = """
  root.Kit%(kit)d = Kit;
})(jQuery, window, Kit%(kit)d);
"""
PAGE = """<apex:page showHeader="false">
<script src="/support/console/30.0/integration.js"></script>
%(scripts)s
<script>
  var page%(n)d = { id: '{!$CurrentPage.parameters.id}', parts: [] };
  function onDial%(n)d(answer) {
    var data = JSON.parse(answer.result);
    page%(n)d.parts.push(Kit%(kit)d.part%(part)d({ id: data.objectId }));
    Kit0.openTab(data.objectId, data.number);
  }
  $(document).ready(function () {
    Kit0.listen(onDial%(n)d);
    Kit%(kit)d.part%(part)d({ id: page%(n)d.id }).load('/apex/data', function (error) { if (error) { alert(error); } });
    sforce.console.addEventListener('acme:%(n)d', function (event) { Kit0.openTab(event.message, 'x'); });
  });
</script>
<a onclick="Kit0.openTab('{!id}', 'a')">open</a>
</apex:page>
"""


def shared_script(kit: int, size: int) -> str:
    """Return a script of about ``size`` characters that speaks with Salesforce at its beginning."""
    text = HEAD % {"kit": kit} + DIALLING
    number = 0
    parts = []
    length = len(text)
    while length < size:
        parts.append(PART % {"n": number})
        length += len(parts[-1])
        number += 1
    return text + "".join(parts) + TAIL % {"kit": kit}


def org(pages: int, scripts: int, size: int) -> Iterator[tuple[str, str]]:
    """Yield the files of an org: the shared scripts, and pages that each run the first of them and three others."""
    names = [f"kit{number}.js" for number in range(scripts)]
    for number, name in enumerate(names):
        yield f"src/staticresources/{name}", shared_script(number, size)
    for number in range(pages):
        run = sorted({0, *((number + step) % scripts for step in range(EACH - 1))})
        tags = "\n".join(f'<script src="../staticresources/{names[at]}"></script>' for at in run)
        given = {"n": number, "scripts": tags, "kit": number % scripts, "part": number % 7}
        yield f"src/pages/Page{number}.page", PAGE % given


def bundle(size: int) -> str:
    """Return one script of about ``size`` characters with one registration at its end."""
    return (
        shared_script(1, size) + "sforce.opencti.onClickToDial({ listener: function (p) { Kit1.emit('dial', p); } });\n"
    )


def written(folder: Path, files: Iterator[tuple[str, str]]) -> Path:
    """Write a tree, once."""
    if not folder.exists():
        for path, text in files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
    return folder
