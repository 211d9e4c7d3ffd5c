// Nodes: a small, permissive document. What a softphone page touches is here; layout is not.
(function (sim) {
  'use strict';

  const HANDLERS = ('abort beforeunload blur change click close contextmenu copy cut dblclick drag drop error focus focusin focusout hashchange '
    + 'input invalid keydown keypress keyup load message mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup pagehide '
    + 'pageshow paste popstate reset resize scroll select storage submit touchend touchstart unload visibilitychange wheel').split(' ');
  const codes = new WeakMap();
  const indirect = eval;

  class NodeList extends Array {
    item(index) {
      return this[index] || null;
    }

    namedItem(name) {
      return this.find((node) => node.id === name || node.getAttribute('name') === name) || null;
    }
  }

  function listOf(nodes) {
    const list = new NodeList();
    for (const node of nodes) {
      list.push(node);
    }
    return list;
  }

  class Node extends sim.EventTarget {
    constructor(type, name) {
      super();
      this.nodeType = type;
      this.nodeName = name;
      this.parentNode = null;
      this.ownerDocument = sim.document || null;
      this._children = [];
    }

    get childNodes() { return listOf(this._children); }
    get firstChild() { return this._children[0] || null; }
    get lastChild() { return this._children[this._children.length - 1] || null; }
    get parentElement() { return this.parentNode && this.parentNode.nodeType === 1 ? this.parentNode : null; }
    get nextSibling() { return this._beside(1); }
    get previousSibling() { return this._beside(-1); }
    get isConnected() { return this.getRootNode() === sim.document; }
    get baseURI() { return sim.location.href; }
    get nodeValue() { return this.data === undefined ? null : this.data; }
    set nodeValue(value) { if (this.data !== undefined) { this.data = String(value); } }
    get textContent() { return this.data !== undefined ? this.data : this._children.map((child) => (child.nodeType === 8 ? '' : child.textContent)).join(''); }
    set textContent(value) {
      if (this.data !== undefined) {
        this.data = String(value);
        return;
      }
      this._clear();
      if (value !== null && value !== undefined && value !== '') {
        this.appendChild(sim.document.createTextNode(value));
      }
    }

    _beside(step) {
      const around = this.parentNode ? this.parentNode._children : [];
      return around[around.indexOf(this) + step] || null;
    }

    _clear() {
      for (const child of this._children) {
        child.parentNode = null;
      }
      this._children = [];
    }

    getRootNode() {
      let at = this;
      while (at.parentNode) {
        at = at.parentNode;
      }
      return at;
    }

    hasChildNodes() { return this._children.length > 0; }
    appendChild(child) { return this.insertBefore(child, null); }

    insertBefore(child, before) {
      if (!child || typeof child.nodeType !== 'number') {
        throw new TypeError('the node to insert is not a Node');
      }
      if (child === this || child.contains(this)) {
        const error = new Error('the new child contains the parent');
        error.name = 'HierarchyRequestError';
        throw error;
      }
      if (child.nodeType === 11) {
        for (const one of child._children.slice()) {
          this.insertBefore(one, before);
        }
        return child;
      }
      if (child.parentNode) {
        child.parentNode._drop(child);
      }
      const at = before ? this._children.indexOf(before) : -1;
      if (at < 0) {
        this._children.push(child);
      } else {
        this._children.splice(at, 0, child);
      }
      child.parentNode = this;
      if (sim.inserted && this.isConnected) {
        sim.inserted(child);
      }
      return child;
    }

    _drop(child) {
      const at = this._children.indexOf(child);
      if (at >= 0) {
        this._children.splice(at, 1);
      }
      child.parentNode = null;
    }

    removeChild(child) {
      if (!child || child.parentNode !== this) {
        const error = new Error('the node to be removed is not a child of this node');
        error.name = 'NotFoundError';
        throw error;
      }
      this._drop(child);
      return child;
    }

    replaceChild(fresh, old) {
      this.insertBefore(fresh, old);
      return this.removeChild(old);
    }

    remove() {
      if (this.parentNode) {
        this.parentNode._drop(this);
      }
    }

    contains(other) {
      let at = other;
      while (at) {
        if (at === this) {
          return true;
        }
        at = at.parentNode;
      }
      return false;
    }

    compareDocumentPosition(other) {
      if (this === other) {
        return 0;
      }
      if (this.contains(other)) {
        return 20;
      }
      if (other.contains && other.contains(this)) {
        return 10;
      }
      const order = (root) => [root].concat(...root._children.map(order));
      const all = order(this.getRootNode());
      return all.indexOf(this) < all.indexOf(other) ? 4 : 2;
    }

    cloneNode(deep) {
      const copy = this._copy();
      if (deep) {
        for (const child of this._children) {
          copy.appendChild(child.cloneNode(true));
        }
      }
      return copy;
    }

    normalize() {}
    isSameNode(other) { return this === other; }
    isEqualNode(other) { return sim.serialize(this) === sim.serialize(other); }
    isDefaultNamespace() { return true; }
    append(...items) { for (const item of items) { this.appendChild(nodeOf(item)); } }
    prepend(...items) { const first = this.firstChild; for (const item of items) { this.insertBefore(nodeOf(item), first); } }
    before(...items) { for (const item of items) { this.parentNode.insertBefore(nodeOf(item), this); } }
    after(...items) { const next = this.nextSibling; for (const item of items) { this.parentNode.insertBefore(nodeOf(item), next); } }
    replaceWith(...items) { this.before(...items); this.remove(); }
    replaceChildren(...items) { this._clear(); this.append(...items); }
  }
  Object.assign(Node, { ELEMENT_NODE: 1, TEXT_NODE: 3, COMMENT_NODE: 8, DOCUMENT_NODE: 9, DOCUMENT_FRAGMENT_NODE: 11 });
  Object.assign(Node.prototype, { ELEMENT_NODE: 1, TEXT_NODE: 3, COMMENT_NODE: 8, DOCUMENT_NODE: 9, DOCUMENT_FRAGMENT_NODE: 11 });

  function nodeOf(item) {
    return item && typeof item.nodeType === 'number' ? item : sim.document.createTextNode(item);
  }

  class Text extends Node {
    constructor(data) { super(3, '#text'); this.data = String(data); }
    get length() { return this.data.length; }
    get wholeText() { return this.data; }
    _copy() { return new Text(this.data); }
  }

  class Comment extends Node {
    constructor(data) { super(8, '#comment'); this.data = String(data); }
    _copy() { return new Comment(this.data); }
  }

  // What both elements and documents offer for finding elements.
  class Container extends Node {
    get children() { return listOf(this._children.filter((child) => child.nodeType === 1)); }
    get childElementCount() { return this.children.length; }
    get firstElementChild() { return this.children[0] || null; }
    get lastElementChild() { return this.children.slice(-1)[0] || null; }
    querySelector(selector) { return sim.select(this, selector, true)[0] || sim.madeUp(this, selector); }
    querySelectorAll(selector) {
      const found = sim.select(this, selector, false);
      const made = found.length ? null : sim.madeUp(this, selector);
      return listOf(made ? [made] : found);
    }
    getElementsByTagName(name) { return listOf(this._all((node) => name === '*' || node.localName === String(name).toLowerCase())); }
    getElementsByTagNameNS(space, name) { return this.getElementsByTagName(name); }
    getElementsByClassName(names) {
      const wanted = String(names).split(/\s+/).filter(Boolean);
      return listOf(this._all((node) => wanted.every((name) => node.classList.contains(name))));
    }
    getElementsByName(name) { return listOf(this._all((node) => node.getAttribute('name') === String(name))); }
    getElementById(id) { return this._all((node) => node.id === String(id))[0] || sim.madeUp(this, '#' + String(id)); }

    _all(test) {
      const found = [];
      const visit = function (node) {
        for (const child of node._children) {
          if (child.nodeType === 1) {
            if (test(child)) {
              found.push(child);
            }
            visit(child);
          }
        }
      };
      visit(this);
      return found;
    }
  }

  class DocumentFragment extends Container {
    constructor() { super(11, '#document-fragment'); }
    _copy() { return new DocumentFragment(); }
  }

  function dashed(name) {
    return name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
  }

  function styleOf() {
    const held = Object.create(null);
    const methods = {
      setProperty(name, value) { held[dashed(String(name))] = String(value); },
      getPropertyValue(name) { return held[dashed(String(name))] || ''; },
      removeProperty(name) { delete held[dashed(String(name))]; return ''; },
      getPropertyPriority() { return ''; },
    };
    return new Proxy(methods, {
      get(target, name) {
        if (typeof name !== 'string' || name in target) {
          return target[name];
        }
        if (name === 'cssText') {
          return Object.keys(held).map((key) => key + ': ' + held[key] + ';').join(' ');
        }
        return held[dashed(name)] || '';
      },
      set(target, name, value) {
        if (name === 'cssText') {
          for (const part of String(value).split(';')) {
            const at = part.indexOf(':');
            if (at > 0) {
              held[part.slice(0, at).trim()] = part.slice(at + 1).trim();
            }
          }
        } else if (typeof name === 'string') {
          held[dashed(name)] = value === null || value === undefined ? '' : String(value);
        }
        return true;
      },
      has(target, name) { return typeof name === 'string'; },
    });
  }

  class ClassList {
    constructor(element) { this._element = element; }
    get _names() { return (this._element.getAttribute('class') || '').split(/\s+/).filter(Boolean); }
    get length() { return this._names.length; }
    get value() { return this._element.className; }
    contains(name) { return this._names.includes(String(name)); }
    item(index) { return this._names[index] || null; }
    add(...names) { this._element.className = Array.from(new Set(this._names.concat(names.map(String)))).join(' '); }
    remove(...names) { this._element.className = this._names.filter((name) => !names.includes(name)).join(' '); }
    toggle(name, force) {
      const on = force === undefined ? !this.contains(name) : Boolean(force);
      if (on) { this.add(name); } else { this.remove(name); }
      return on;
    }
    replace(old, fresh) { const had = this.contains(old); if (had) { this.remove(old); this.add(fresh); } return had; }
    forEach(each) { this._names.forEach(each); }
    toString() { return this.value; }
    [Symbol.iterator]() { return this._names[Symbol.iterator](); }
  }

  class Element extends Container {
    constructor(given) {
      const name = given === undefined ? 'custom-element' : String(given);
      super(1, name.toUpperCase());
      this.localName = name.toLowerCase();
      this.tagName = this.nodeName;
      this.namespaceURI = 'http://www.w3.org/1999/xhtml';
      this._attributes = new Map();
      this._handlers = Object.create(null);
      this.scrollTop = 0;
      this.scrollLeft = 0;
    }

    _copy() {
      const copy = sim.document.createElement(this.localName);
      for (const [name, value] of this._attributes) {
        copy.setAttribute(name, value);
      }
      return copy;
    }

    get attributes() {
      const list = listOf([]);
      for (const [name, value] of this._attributes) {
        list.push({ name: name, nodeName: name, localName: name, value: value, nodeValue: value, specified: true });
      }
      return list;
    }

    getAttribute(name) { const value = this._attributes.get(String(name).toLowerCase()); return value === undefined ? null : value; }
    setAttribute(name, value) {
      const key = String(name).toLowerCase();
      this._attributes.set(key, String(value));
      if (key.startsWith('on')) {
        delete this._handlers[key.slice(2)];
      }
      if (key === 'style') {
        this.style.cssText = String(value);
      }
      if (key === 'src' && this.isConnected && sim.inserted) {
        sim.inserted(this);
      }
    }
    removeAttribute(name) { this._attributes.delete(String(name).toLowerCase()); }
    hasAttribute(name) { return this._attributes.has(String(name).toLowerCase()); }
    hasAttributes() { return this._attributes.size > 0; }
    getAttributeNames() { return Array.from(this._attributes.keys()); }
    getAttributeNode(name) { return this.attributes.find((one) => one.name === String(name).toLowerCase()) || null; }
    getAttributeNS(space, name) { return this.getAttribute(name); }
    setAttributeNS(space, name, value) { this.setAttribute(name, value); }
    toggleAttribute(name, force) {
      const on = force === undefined ? !this.hasAttribute(name) : Boolean(force);
      if (on) { this.setAttribute(name, ''); } else { this.removeAttribute(name); }
      return on;
    }

    get id() { return this.getAttribute('id') || ''; }
    set id(value) { this.setAttribute('id', value); }
    get className() { return this.getAttribute('class') || ''; }
    set className(value) { this.setAttribute('class', value); }
    get classList() { return new ClassList(this); }
    get style() {
      if (!this._style) {
        this._style = styleOf();
      }
      return this._style;
    }
    set style(value) { this.style.cssText = value; }
    get dataset() {
      const element = this;
      return new Proxy({}, {
        get: (target, name) => (typeof name === 'string' && element.hasAttribute('data-' + dashed(name)) ? element.getAttribute('data-' + dashed(name)) : undefined),
        set: (target, name, value) => { element.setAttribute('data-' + dashed(name), value); return true; },
        deleteProperty: (target, name) => { element.removeAttribute('data-' + dashed(name)); return true; },
        has: (target, name) => element.hasAttribute('data-' + dashed(String(name))),
      });
    }
    get innerHTML() { return this._children.map(sim.serialize).join(''); }
    set innerHTML(value) {
      const fragment = new DocumentFragment();
      sim.parseInto(fragment, value === null ? '' : value);
      for (const script of fragment.getElementsByTagName('script')) {
        script._started = true;
      }
      this._clear();
      this.appendChild(fragment);
    }
    get outerHTML() { return sim.serialize(this); }
    get innerText() { return this.textContent; }
    set innerText(value) { this.textContent = value; }
    get text() { return this.textContent; }
    set text(value) { this.textContent = value; }
    insertAdjacentHTML(where, markup) {
      const fragment = new DocumentFragment();
      sim.parseInto(fragment, markup);
      this._place(where, fragment);
    }
    insertAdjacentElement(where, node) { this._place(where, node); return node; }
    insertAdjacentText(where, text) { this._place(where, new Text(text)); }
    _place(where, node) {
      const at = String(where).toLowerCase();
      if (at === 'beforebegin') { this.before(node); }
      else if (at === 'afterbegin') { this.prepend(node); }
      else if (at === 'afterend') { this.after(node); }
      else { this.append(node); }
    }
    get nextElementSibling() { return this._sibling(1); }
    get previousElementSibling() { return this._sibling(-1); }
    _sibling(step) {
      const around = this.parentNode ? this.parentNode._children : [];
      let at = around.indexOf(this) + step;
      while (around[at] && around[at].nodeType !== 1) {
        at += step;
      }
      return around[at] || null;
    }
    matches(selector) { return sim.matches(this, selector); }
    closest(selector) {
      let at = this;
      while (at && at.nodeType === 1) {
        if (sim.matches(at, selector)) {
          return at;
        }
        at = at.parentNode;
      }
      return null;
    }
    get offsetParent() { return this.isConnected ? sim.document.body : null; }
    get offsetWidth() { return this.style.display === 'none' ? 0 : 100; }
    get offsetHeight() { return this.style.display === 'none' ? 0 : 20; }
    get clientWidth() { return this.offsetWidth; }
    get clientHeight() { return this.offsetHeight; }
    get scrollWidth() { return this.offsetWidth; }
    get scrollHeight() { return this.offsetHeight; }
    get offsetTop() { return 0; }
    get offsetLeft() { return 0; }
    getBoundingClientRect() { return { x: 0, y: 0, top: 0, left: 0, right: this.offsetWidth, bottom: this.offsetHeight, width: this.offsetWidth, height: this.offsetHeight }; }
    getClientRects() { return this.isConnected && this.style.display !== 'none' ? [this.getBoundingClientRect()] : []; }
    scrollIntoView() {}
    scrollTo() {}
    focus() { sim.document.activeElement = this; sim.fire(this, 'focus', {}, 'FocusEvent'); }
    blur() { sim.document.activeElement = sim.document.body; sim.fire(this, 'blur', {}, 'FocusEvent'); }
    click() { sim.click(this); }
    animate() { return { cancel() {}, finished: Promise.resolve(), play() {}, pause() {} }; }
    attachShadow() { const root = new DocumentFragment(); root.host = this; this.shadowRoot = root; return root; }
    requestFullscreen() { return Promise.resolve(); }
    setPointerCapture() {}
  }

  // Handlers in attributes become functions when they are first needed, as in a browser.
  function compiled(element, type) {
    const name = 'on' + type;
    const written = element.getAttribute(name);
    if (written === null) {
      return null;
    }
    const prepared = codes.get(element);
    const code = prepared && prepared[name] ? prepared[name] : '(function ' + name + '(event) { with (document) { with (this) { ' + written + '\n}}})';
    try {
      return indirect(code);
    } catch (error) {
      sim.uncaught('the ' + name + ' attribute of ' + element.localName, error);
      return null;
    }
  }

  function handlerProperty(type) {
    return {
      configurable: true,
      enumerable: true,
      get() {
        if (!this._handlers) {
          return null;
        }
        if (this._handlers[type] === undefined) {
          this._handlers[type] = compiled(this, type);
        }
        return this._handlers[type];
      },
      set(value) {
        if (this._handlers) {
          this._handlers[type] = typeof value === 'function' ? value : null;
        }
      },
    };
  }
  for (const type of HANDLERS) {
    Object.defineProperty(Element.prototype, 'on' + type, handlerProperty(type));
  }
  sim.handlerNames = HANDLERS;
  sim.setCode = function (element, code) {
    codes.set(element, code);
  };

  sim.nodes = { Node: Node, Text: Text, Comment: Comment, Element: Element, Container: Container, DocumentFragment: DocumentFragment, NodeList: NodeList };
  sim.listOf = listOf;

  // A script whose page is not known finds the elements it asks for by id: they are made up, and the report says so.
  sim.madeUp = function (root, selector) {
    const found = /^#([\w-]+)$/.exec(String(selector));
    if (!found || root !== sim.document || !sim.page.loose || !sim.document.body) {
      return null;
    }
    const made = sim.document.createElement(/input|number|phone|text|field|name|search/i.test(found[1]) ? 'input' : 'button');
    made.setAttribute('id', found[1]);
    made.setAttribute('type', 'button');
    sim.document.body.appendChild(made);
    sim.record('note', { what: 'the page of this script is not known: elements that it asks for by id were made up', value: '' });
    return made;
  };
});
