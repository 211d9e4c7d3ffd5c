// A small stand-in for a page that loads jQuery from an address outside the app. Ours, and far from complete:
// enough for a softphone to start. A page that brings its own copy runs with that.
(function (sim) {
  'use strict';

  function install() {
    const kept = new WeakMap();

    class Query extends Array {
      get jquery() { return 'stand-in'; }
    }
    const plain = Query.prototype;
    Object.defineProperty(Query, Symbol.species, { get: () => Array });
    // Plugins of jQuery that did not come either: each of their methods gives the collection back.
    Object.setPrototypeOf(plain, new Proxy(Array.prototype, {
      get: (target, name, self) => (name in target || typeof name !== 'string' || /^\d+$/.test(name) ? Reflect.get(target, name, self) : function () { return this; }),
    }));

    function collect(items) {
      const made = new Query();
      for (const item of items) {
        if (item !== null && item !== undefined && !made.includes(item)) {
          made.push(item);
        }
      }
      return made;
    }

    function from(markup) {
      const box = document.createElement('div');
      box.innerHTML = markup;
      return Array.from(box.childNodes);
    }

    function select(selector, context) {
      const first = /:first$/.test(selector);
      const visible = selector.replace(/:(visible|hidden|first|last|input|button|text|eq\(\d+\))/g, '').trim() || '*';
      const found = [];
      for (const root of context) {
        if (root.querySelectorAll) {
          found.push(...root.querySelectorAll(visible));
        }
      }
      return first ? found.slice(0, 1) : found;
    }

    function $(what, context) {
      if (typeof what === 'function') {
        return $.fn.ready.call(collect([document]), what);
      }
      if (typeof what === 'string') {
        if (/^\s*</.test(what)) {
          const made = collect(from(what));
          return context && typeof context === 'object' && !context.nodeType ? made.attr(context) : made;
        }
        return collect(select(what, context ? $(context) : [document]));
      }
      return collect(what === null || what === undefined ? [] : what instanceof Query || Array.isArray(what) ? what : [what]);
    }
    $.fn = plain;
    plain.constructor = $;

    function nodesOf(what) {
      return typeof what === 'string' ? from(/^\s*</.test(what) ? what : document.createElement('i') && what) : what && what.nodeType ? [what] : Array.from(what || []);
    }
    function each(name, act) {
      plain[name] = function (...args) {
        for (const node of this) {
          act(node, ...args);
        }
        return this;
      };
    }
    function property(name, read, write) {
      plain[name] = function (value) {
        if (value === undefined) {
          return this.length ? read(this[0]) : undefined;
        }
        this.each((index, node) => write(node, typeof value === 'function' ? value.call(node, index, read(node)) : value));
        return this;
      };
    }
    function pairs(name, read, write) {
      plain[name] = function (key, value) {
        if (typeof key === 'object') {
          for (const one of Object.keys(key)) {
            this[name](one, key[one]);
          }
          return this;
        }
        if (value === undefined) {
          return this.length ? read(this[0], key) : undefined;
        }
        for (const node of this) {
          write(node, key, value);
        }
        return this;
      };
    }
    function data(node) {
      if (!kept.has(node)) {
        kept.set(node, {});
      }
      return kept.get(node);
    }

    plain.each = function (act) {
      for (let index = 0; index < this.length; index += 1) {
        if (act.call(this[index], index, this[index]) === false) {
          break;
        }
      }
      return this;
    };
    plain.ready = function (act) {
      if (document.readyState === 'loading') {
        document.addEventListener('DOMContentLoaded', () => act.call(document, $));
      } else {
        setTimeout(() => act.call(document, $), 1);
      }
      return this;
    };
    plain.get = function (index) { return index === undefined ? Array.from(this) : this[index]; };
    plain.eq = function (index) { return collect([this[index < 0 ? this.length + index : index]]); };
    plain.first = function () { return this.eq(0); };
    plain.last = function () { return this.eq(-1); };
    plain.size = function () { return this.length; };
    plain.toArray = function () { return Array.from(this); };
    plain.index = function (node) { return Array.from(this).indexOf($(node)[0]); };
    plain.find = function (selector) { return collect(select(String(selector), this)); };
    plain.filter = function (test) { return collect(Array.from(this).filter((node, index) => (typeof test === 'function' ? test.call(node, index, node) : node.matches(test)))); };
    plain.not = function (selector) { return collect(Array.from(this).filter((node) => !node.matches(selector))); };
    plain.is = function (selector) { return Array.from(this).some((node) => (selector === ':visible' ? node.style.display !== 'none' : selector === ':hidden' ? node.style.display === 'none' : node.matches(selector))); };
    plain.map = function (act) { return collect(Array.from(this).map((node, index) => act.call(node, index, node))); };
    plain.add = function (what) { return collect(Array.from(this).concat(Array.from($(what)))); };
    plain.parent = function () { return collect(Array.from(this).map((node) => node.parentNode)); };
    plain.children = function (selector) { return collect(Array.from(this).flatMap((node) => Array.from(node.children)).filter((node) => !selector || node.matches(selector))); };
    plain.closest = function (selector) { return collect(Array.from(this).map((node) => node.closest(selector))); };
    plain.parents = plain.closest;
    plain.next = function () { return collect(Array.from(this).map((node) => node.nextElementSibling)); };
    plain.prev = function () { return collect(Array.from(this).map((node) => node.previousElementSibling)); };
    plain.siblings = function () { return collect(Array.from(this).flatMap((node) => Array.from(node.parentNode.children).filter((other) => other !== node))); };
    plain.clone = function () { return collect(Array.from(this).map((node) => node.cloneNode(true))); };
    property('html', (node) => node.innerHTML, (node, value) => { node.innerHTML = value instanceof Query ? '' : value; });
    property('text', (node) => node.textContent, (node, value) => { node.textContent = value; });
    property('val', (node) => node.value, (node, value) => { node.value = value; });
    property('width', (node) => node.offsetWidth, (node, value) => { node.style.width = value; });
    property('height', (node) => node.offsetHeight, (node, value) => { node.style.height = value; });
    property('scrollTop', (node) => node.scrollTop, (node, value) => { node.scrollTop = value; });
    pairs('attr', (node, key) => { const value = node.getAttribute(key); return value === null ? undefined : value; }, (node, key, value) => node.setAttribute(key, value));
    pairs('prop', (node, key) => node[key], (node, key, value) => { node[key] = value; });
    pairs('css', (node, key) => node.style[key], (node, key, value) => { node.style[key] = value; });
    plain.data = function (key, value) {
      if (value !== undefined) {
        for (const node of this) { data(node)[key] = value; }
        return this;
      }
      return this.length ? (key in data(this[0]) ? data(this[0])[key] : this[0].dataset ? this[0].dataset[key] : undefined) : undefined;
    };
    each('addClass', (node, names) => node.classList.add(...String(names).split(/\s+/).filter(Boolean)));
    each('removeClass', (node, names) => (names === undefined ? node.removeAttribute('class') : node.classList.remove(...String(names).split(/\s+/))));
    each('toggleClass', (node, name, force) => node.classList.toggle(name, force));
    plain.hasClass = function (name) { return Array.from(this).some((node) => node.classList.contains(name)); };
    each('removeAttr', (node, name) => node.removeAttribute(name));
    each('show', (node) => { node.style.display = ''; });
    each('hide', (node) => { node.style.display = 'none'; });
    each('toggle', (node) => { node.style.display = node.style.display === 'none' ? '' : 'none'; });
    for (const name of ['fadeIn', 'slideDown', 'fadeOut', 'slideUp', 'animate', 'slideToggle', 'fadeTo']) {
      plain[name] = function (...args) {
        this[/Out|Up/.test(name) ? 'hide' : 'show']();
        const done = args.find((one) => typeof one === 'function');
        if (done) {
          setTimeout(() => this.each((index, node) => done.call(node)), 400);
        }
        return this;
      };
    }
    each('append', (node, what) => nodesOf(what).forEach((one) => node.append(one)));
    each('prepend', (node, what) => nodesOf(what).forEach((one) => node.prepend(one)));
    each('after', (node, what) => nodesOf(what).forEach((one) => node.after(one)));
    each('before', (node, what) => nodesOf(what).forEach((one) => node.before(one)));
    each('replaceWith', (node, what) => node.replaceWith(...nodesOf(what)));
    each('empty', (node) => { node.textContent = ''; });
    each('remove', (node) => node.remove());
    plain.detach = plain.remove;
    plain.appendTo = function (target) { $(target).append(this); return this; };
    plain.prependTo = function (target) { $(target).prepend(this); return this; };
    plain.focus = function (act) { return act ? this.on('focus', act) : this.each((index, node) => node.focus()); };

    plain.on = function (types, selector, extra, act) {
      const handler = [act, extra, selector].find((one) => typeof one === 'function');
      const only = typeof selector === 'string' ? selector : null;
      if (!handler) {
        return this;
      }
      for (const node of this) {
        for (const written of String(types).split(/\s+/).filter(Boolean)) {
          const type = written.split('.')[0];
          const listener = function (event) {
            const at = only ? event.target.closest && event.target.closest(only) : node;
            if (at && handler.call(at, event, event.extra) === false) {
              event.preventDefault();
              event.stopPropagation();
            }
          };
          const held = data(node);
          held.events = (held.events || []).concat([{ type: type, written: written, handler: handler, listener: listener }]);
          node.addEventListener(type, listener);
        }
      }
      return this;
    };
    plain.bind = plain.on;
    plain.live = plain.on;
    plain.delegate = function (selector, types, act) { return this.on(types, selector, act); };
    plain.one = plain.on;
    plain.off = function (types) {
      for (const node of this) {
        const held = data(node);
        for (const one of held.events || []) {
          if (!types || String(types).split(/\s+/).some((name) => name.split('.')[0] === one.type)) {
            node.removeEventListener(one.type, one.listener);
          }
        }
      }
      return this;
    };
    plain.unbind = plain.off;
    plain.trigger = function (type, extra) {
      for (const node of this) {
        if (type === 'click' && node.click) {
          node.click();
        } else {
          const event = new Event(typeof type === 'string' ? type : type.type, { bubbles: true, cancelable: true });
          event.extra = extra;
          node.dispatchEvent(event);
        }
      }
      return this;
    };
    plain.triggerHandler = plain.trigger;
    for (const type of ['click', 'change', 'keyup', 'keydown', 'keypress', 'submit', 'blur', 'mouseover', 'mouseout', 'mouseenter', 'mouseleave', 'dblclick', 'load', 'unload', 'resize', 'scroll', 'input', 'select', 'mousedown', 'mouseup']) {
      plain[type] = function (act) { return typeof act === 'function' ? this.on(type, act) : this.trigger(type); };
    }
    plain.hover = function (over, out) { return this.on('mouseenter', over).on('mouseleave', out || over); };
    plain.serialize = function () { return this.serializeArray().map((one) => encodeURIComponent(one.name) + '=' + encodeURIComponent(one.value)).join('&'); };
    plain.serializeArray = function () { return Array.from(this).flatMap((form) => Array.from(form.elements || [])).filter((node) => node.name).map((node) => ({ name: node.name, value: node.value })); };
    plain.load = function (url, act) { if (typeof url === 'string') { $.get(url, act); return this; } return this.on('load', url); };
    for (const absent of ['dialog', 'tabs', 'button', 'tooltip', 'draggable', 'resizable', 'sortable', 'datepicker', 'autocomplete', 'modal', 'select2', 'accordion', 'slider', 'menu', 'stop', 'delay', 'promise']) {
      plain[absent] = function () { return this; };
    }

    $.each = function (list, act) {
      for (const key of Array.isArray(list) ? list.keys() : Object.keys(list || {})) {
        if (act.call(list[key], key, list[key]) === false) {
          break;
        }
      }
      return list;
    };
    $.extend = function (...args) {
      const deep = args[0] === true;
      const parts = deep ? args.slice(1) : args;
      const target = parts.length === 1 ? $ : parts[0] || {};
      for (const part of parts.length === 1 ? parts : parts.slice(1)) {
        for (const key of Object.keys(part || {})) {
          const value = part[key];
          target[key] = deep && value && Object.getPrototypeOf(value) === Object.prototype ? $.extend(true, {}, target[key], value) : value;
        }
      }
      return target;
    };
    plain.extend = function (more) { Object.assign(plain, more); return this; };
    Object.assign($, {
      noop() {}, isFunction: (value) => typeof value === 'function', isArray: Array.isArray, trim: (text) => String(text === null || text === undefined ? '' : text).trim(),
      inArray: (value, list) => (list || []).indexOf(value), now: () => Date.now(), parseJSON: (text) => JSON.parse(text), type: (value) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value),
      isEmptyObject: (value) => Object.keys(value || {}).length === 0, isPlainObject: (value) => Object.prototype.toString.call(value) === '[object Object]', isNumeric: (value) => !isNaN(parseFloat(value)) && isFinite(value),
      map: (list, act) => Array.from(list || [], (value, index) => act(value, index)).filter((value) => value !== null && value !== undefined), grep: (list, act) => list.filter(act), merge: (a, b) => { a.push(...b); return a; },
      makeArray: (list) => Array.from(list), proxy: (act, self) => (typeof self === 'string' ? act[self].bind(act) : act.bind(self)), noConflict: () => $, support: {}, browser: { webkit: true, version: '140' }, ajaxSettings: {}, event: { special: {} }, expr: { ':': {} }, cookie: () => undefined,
      param: (fields) => Object.keys(fields || {}).map((key) => encodeURIComponent(key) + '=' + encodeURIComponent(fields[key])).join('&'), ajaxSetup(options) { Object.assign($.ajaxSettings, options); },
      globalEval: (code) => (0, eval)(code), holdReady() {}, error(text) { throw new Error(text); }, contains: (a, b) => a !== b && a.contains(b), data: (node, key, value) => $(node).data(key, value),
    });

    $.Deferred = function (act) {
      const done = [];
      const fail = [];
      const always = [];
      let settled = null;
      const run = (list) => list.splice(0).forEach((one) => one.apply(undefined, settled.args));
      const settle = (good) => function (...args) {
        if (!settled) {
          settled = { good: good, args: args };
          run(good ? done : fail);
          run(always);
        }
        return deferred;
      };
      const add = (list, when) => function (...acts) {
        list.push(...acts.filter((one) => typeof one === 'function'));
        if (settled && (when === undefined || settled.good === when)) {
          run(list);
        }
        return this;
      };
      const deferred = {
        resolve: settle(true), reject: settle(false), resolveWith: (self, args) => deferred.resolve(...(args || [])), rejectWith: (self, args) => deferred.reject(...(args || [])),
        notify: () => deferred, progress: () => deferred, done: add(done, true), fail: add(fail, false), always: add(always), success: add(done, true), error: add(fail, false), complete: add(always),
        state: () => (settled ? (settled.good ? 'resolved' : 'rejected') : 'pending'),
        then(good, bad) {
          return new Promise((resolve, reject) => { deferred.done((value) => resolve(value)); deferred.fail((value) => reject(value)); }).then(good, bad);
        },
        catch(bad) { return deferred.then(undefined, bad); },
        promise: () => deferred,
        abort() {},
      };
      if (act) {
        act.call(deferred, deferred);
      }
      return deferred;
    };
    $.when = function (...all) { return Promise.all(all); };

    $.ajax = function (address, more) {
      const options = Object.assign({}, $.ajaxSettings, typeof address === 'string' ? Object.assign({ url: address }, more) : address);
      const deferred = $.Deferred();
      const request = new XMLHttpRequest();
      const method = options.type || options.method || 'GET';
      const script = options.dataType === 'script' || options.dataType === 'jsonp';
      if (script) {
        const tag = document.createElement('script');
        tag.onload = () => deferred.resolve();
        tag.onerror = () => deferred.reject({ status: 0 }, 'error', '');
        tag.src = options.url;
        document.head.appendChild(tag);
      } else {
        request.open(method, options.url, options.async !== false);
        request.onload = function () {
          if (request.status >= 200 && request.status < 300) {
            const wantsJson = options.dataType === 'json' || /json/.test(request.getResponseHeader('content-type'));
            deferred.resolve(wantsJson ? JSON.parse(request.responseText) : request.responseText, 'success', request);
          } else {
            deferred.reject(request, 'error', request.statusText);
          }
        };
      }
      request.onerror = () => deferred.reject(request, 'error', '');
      deferred.done(options.success).fail(options.error).always(options.complete);
      Object.defineProperty(deferred, 'responseText', { get: () => request.responseText });
      Object.defineProperty(deferred, 'status', { get: () => request.status });
      if (!script) {
        request.send(options.data);
      }
      return deferred;
    };
    $.get = (url, data, success, type) => $.ajax({ url: url, success: typeof data === 'function' ? data : success, dataType: typeof data === 'function' ? success : type });
    $.post = (url, data, success, type) => $.ajax({ url: url, type: 'POST', data: data, success: typeof data === 'function' ? data : success, dataType: type });
    $.getJSON = (url, data, success) => $.ajax({ url: url, dataType: 'json', success: typeof data === 'function' ? data : success });
    $.getScript = (url, success) => $.ajax({ url: url, dataType: 'script', success: success });
    for (const name of ['ajaxStart', 'ajaxStop', 'ajaxError', 'ajaxComplete', 'ajaxSend', 'ajaxSuccess']) {
      plain[name] = function () { return this; };
    }
    return $;
  }

  sim.installQuery = function () {
    if (globalThis.jQuery && !sim.isStandIn(globalThis.jQuery)) {
      return;
    }
    const made = install();
    sim.define('jQuery', made);
    sim.define('$', made);
  };
});
