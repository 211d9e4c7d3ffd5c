// Markup to nodes and back, for innerHTML, document.write, DOMParser and the like.
(function (sim) {
  'use strict';

  const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);
  const RAW = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noscript']);
  const CLOSES = {
    li: ['li'], option: ['option'], tr: ['tr', 'td', 'th'], td: ['td', 'th'], th: ['td', 'th'], p: ['p'], dt: ['dt', 'dd'], dd: ['dt', 'dd'],
  };
  const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: '\u00a0', copy: '\u00a9', hellip: '\u2026', times: '\u00d7', laquo: '\u00ab', raquo: '\u00bb' };

  sim.isVoid = (name) => VOID.has(name);

  sim.decode = function (text) {
    return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (all, hex, decimal, name) => {
      if (name) {
        return ENTITIES[name.toLowerCase()] || all;
      }
      const code = hex ? parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    });
  };

  function attributes(text, add) {
    const each = /([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g;
    let found = each.exec(text);
    while (found) {
      const value = found[2] !== undefined ? found[2] : found[3] !== undefined ? found[3] : found[4];
      add(found[1], value === undefined ? '' : sim.decode(value));
      found = each.exec(text);
    }
  }

  // The nodes that `markup` describes, children of `parent` (a node that can hold them).
  sim.parseInto = function (parent, markup) {
    const text = String(markup);
    const open = [parent];
    let at = 0;
    const top = () => open[open.length - 1];
    const addText = function (piece) {
      if (piece) {
        top().appendChild(sim.document.createTextNode(sim.decode(piece)));
      }
    };
    while (at < text.length) {
      const start = text.indexOf('<', at);
      if (start < 0) {
        addText(text.slice(at));
        break;
      }
      const tag = /^<(?:!--|(\/?)([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|[!?][^>]*>)/.exec(text.slice(start, start + 20000));
      if (!tag) {
        addText(text.slice(at, start + 1));
        at = start + 1;
        continue;
      }
      addText(text.slice(at, start));
      if (tag[0] === '<!--') {
        const end = text.indexOf('-->', start + 4);
        top().appendChild(sim.document.createComment(text.slice(start + 4, end < 0 ? text.length : end)));
        at = end < 0 ? text.length : end + 3;
        continue;
      }
      at = start + tag[0].length;
      if (!tag[2]) {
        continue;
      }
      const name = tag[2].toLowerCase();
      if (tag[1]) {
        for (let index = open.length - 1; index > 0; index -= 1) {
          if (open[index].localName === name) {
            open.length = index;
            break;
          }
        }
        continue;
      }
      const closes = CLOSES[name];
      if (closes && open.length > 1 && closes.includes(top().localName)) {
        open.pop();
      }
      const element = sim.document.createElement(name);
      attributes(tag[3], (key, value) => element.setAttribute(key, value));
      top().appendChild(element);
      if (RAW.has(name)) {
        const end = new RegExp('</' + name + '[\\s/>]', 'i').exec(text.slice(at));
        const body = end ? text.slice(at, at + end.index) : text.slice(at);
        if (body) {
          element.appendChild(sim.document.createTextNode(name === 'script' || name === 'style' ? body : sim.decode(body)));
        }
        const close = end ? text.indexOf('>', at + end.index) : -1;
        at = close < 0 ? text.length : close + 1;
      } else if (!VOID.has(name) && !/\/\s*$/.test(tag[3])) {
        open.push(element);
      }
    }
  };

  function escapeText(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\u00a0/g, '&nbsp;');
  }

  sim.serialize = function (node) {
    if (node.nodeType === 3) {
      const parent = node.parentNode;
      return parent && (parent.localName === 'script' || parent.localName === 'style') ? node.data : escapeText(node.data);
    }
    if (node.nodeType === 8) {
      return '<!--' + node.data + '-->';
    }
    const inner = node.childNodes.map(sim.serialize).join('');
    if (node.nodeType !== 1) {
      return inner;
    }
    const written = node.attributes.map((one) => ' ' + one.name + '="' + one.value.replace(/&/g, '&amp;').replace(/"/g, '&quot;') + '"').join('');
    return '<' + node.localName + written + '>' + (VOID.has(node.localName) ? '' : inner + '</' + node.localName + '>');
  };
});
