// Elements with a behaviour of their own (forms, links, scripts, frames) and the document.
(function (sim) {
  'use strict';

  const Element = sim.nodes.Element;
  const indirect = eval;

  function reflect(Kind, names) {
    for (const name of names) {
      Object.defineProperty(Kind.prototype, name, {
        configurable: true,
        enumerable: true,
        get() { return this.getAttribute(name) || ''; },
        set(value) { this.setAttribute(name, value); },
      });
    }
  }

  function reflectFlag(Kind, names) {
    for (const name of names) {
      Object.defineProperty(Kind.prototype, name, {
        configurable: true,
        enumerable: true,
        get() { return this.hasAttribute(name); },
        set(value) { this.toggleAttribute(name, Boolean(value)); },
      });
    }
  }

  function reflectAddress(Kind, name) {
    Object.defineProperty(Kind.prototype, name, {
      configurable: true,
      enumerable: true,
      get() { const value = this.getAttribute(name); return value === null ? '' : sim.resolve(value); },
      set(value) { this.setAttribute(name, value); },
    });
  }

  class HTMLElement extends Element {}
  reflect(HTMLElement, ['title', 'lang', 'dir', 'name', 'type', 'rel', 'target', 'alt', 'placeholder', 'htmlFor', 'align', 'width', 'height']);
  reflectFlag(HTMLElement, ['hidden', 'disabled', 'required', 'readOnly', 'multiple', 'autofocus', 'async', 'defer', 'draggable']);
  Object.defineProperty(HTMLElement.prototype, 'tabIndex', { configurable: true, get() { return Number(this.getAttribute('tabindex') || 0); }, set(value) { this.setAttribute('tabindex', value); } });

  class Control extends HTMLElement {
    get form() { return this.closest('form'); }
    get value() {
      if (this._value !== undefined) {
        return this._value;
      }
      if (this.localName === 'textarea') {
        return this.textContent;
      }
      const given = this.getAttribute('value');
      return given !== null ? given : (this.type === 'checkbox' || this.type === 'radio' ? 'on' : '');
    }
    set value(value) { this._value = value === null || value === undefined ? '' : String(value); }
    get defaultValue() { return this.getAttribute('value') || ''; }
    get checked() { return this._checked !== undefined ? this._checked : this.hasAttribute('checked'); }
    set checked(value) { this._checked = Boolean(value); }
    get labels() { return sim.listOf([]); }
    get validity() { return { valid: true }; }
    get files() { return []; }
    checkValidity() { return true; }
    reportValidity() { return true; }
    setCustomValidity() {}
    select() {}
    setSelectionRange() {}
  }

  class HTMLSelectElement extends Control {
    get options() { return this.getElementsByTagName('option'); }
    get length() { return this.options.length; }
    get selectedIndex() {
      const options = this.options;
      const at = options.findIndex((option) => option.selected);
      return at >= 0 ? at : (options.length && !this.multiple ? 0 : -1);
    }
    set selectedIndex(index) { this.options.forEach((option, at) => { option.selected = at === Number(index); }); }
    get selectedOptions() { return sim.listOf([this.options[this.selectedIndex]].filter(Boolean)); }
    get value() { const option = this.options[this.selectedIndex]; return option ? option.value : ''; }
    set value(value) { this.options.forEach((option) => { option.selected = option.value === String(value); }); }
    add(option) { this.appendChild(option); }
    item(index) { return this.options[index] || null; }
  }

  class HTMLOptionElement extends HTMLElement {
    get value() { const value = this.getAttribute('value'); return value === null ? this.textContent.trim() : value; }
    set value(value) { this.setAttribute('value', value); }
    get selected() { return this._selected !== undefined ? this._selected : this.hasAttribute('selected'); }
    set selected(value) { this._selected = Boolean(value); }
    get label() { return this.textContent; }
    get index() { return this.parentNode ? this.parentNode.getElementsByTagName('option').indexOf(this) : 0; }
  }

  class HTMLFormElement extends HTMLElement {
    get elements() { return sim.listOf(this._all((node) => /^(input|select|textarea|button)$/.test(node.localName))); }
    get length() { return this.elements.length; }
    submit() { sim.record('request', { form: 'form', method: this.method || 'GET', url: sim.resolve(this.getAttribute('action') || ''), stack: sim.at() }); }
    requestSubmit() { sim.submit(this); }
    reset() { sim.fire(this, 'reset', { bubbles: true }); }
    checkValidity() { return true; }
    reportValidity() { return true; }
  }
  reflect(HTMLFormElement, ['method', 'action', 'enctype']);

  class HTMLAnchorElement extends HTMLElement {
    get protocol() { return new URL(this.href || sim.location.href).protocol; }
    get host() { return new URL(this.href || sim.location.href).host; }
    get hostname() { return new URL(this.href || sim.location.href).hostname; }
    get pathname() { return new URL(this.href || sim.location.href).pathname; }
    get search() { return new URL(this.href || sim.location.href).search; }
    get hash() { return new URL(this.href || sim.location.href).hash; }
    get origin() { return new URL(this.href || sim.location.href).origin; }
    get port() { return new URL(this.href || sim.location.href).port; }
    toString() { return this.href; }
  }
  reflectAddress(HTMLAnchorElement, 'href');

  class HTMLScriptElement extends HTMLElement {
    get noModule() { return this.hasAttribute('nomodule'); }
  }
  reflectAddress(HTMLScriptElement, 'src');
  reflect(HTMLScriptElement, ['charset', 'crossOrigin', 'integrity']);

  class HTMLImageElement extends HTMLElement {
    get complete() { return true; }
    get naturalWidth() { return 1; }
  }
  reflectAddress(HTMLImageElement, 'src');

  class HTMLIFrameElement extends HTMLElement {
    get contentWindow() {
      if (!this._window) {
        this._window = sim.otherWindow('the frame ' + (this.id || this.getAttribute('src') || ''));
      }
      return this._window;
    }
    get contentDocument() { return null; }
  }
  reflectAddress(HTMLIFrameElement, 'src');

  class HTMLMediaElement extends HTMLElement {
    get paused() { return true; }
    play() { return Promise.resolve(); }
    pause() {}
    load() {}
    canPlayType() { return ''; }
  }
  reflectAddress(HTMLMediaElement, 'src');
  class HTMLLinkElement extends HTMLElement {}
  reflectAddress(HTMLLinkElement, 'href');
  class HTMLCanvasElement extends HTMLElement {
    getContext() { return new Proxy({}, { get: () => () => ({ width: 0, data: [] }), set: () => true }); }
    toDataURL() { return 'data:,'; }
  }
  class HTMLTableElement extends HTMLElement {
    get rows() { return this.getElementsByTagName('tr'); }
    get tBodies() { return this.getElementsByTagName('tbody'); }
    insertRow() { return this.appendChild(sim.document.createElement('tr')); }
  }
  class HTMLTableRowElement extends HTMLElement {
    get cells() { return sim.listOf(this._all((node) => node.localName === 'td' || node.localName === 'th')); }
    insertCell() { return this.appendChild(sim.document.createElement('td')); }
  }
  class HTMLDialogElement extends HTMLElement {
    get open() { return this.hasAttribute('open'); }
    show() { this.setAttribute('open', ''); }
    showModal() { this.setAttribute('open', ''); }
    close() { this.removeAttribute('open'); }
  }
  class HTMLTemplateElement extends HTMLElement {
    get content() {
      const fragment = new sim.nodes.DocumentFragment();
      for (const child of this._children) {
        fragment.appendChild(child.cloneNode(true));
      }
      return fragment;
    }
  }
  const HTMLInputElement = class extends Control {};
  const HTMLTextAreaElement = class extends Control {};
  const HTMLButtonElement = class extends Control {};
  const HTMLDivElement = class extends HTMLElement {};
  const HTMLSpanElement = class extends HTMLElement {};
  const HTMLBodyElement = class extends HTMLElement {};

  const KINDS = {
    input: HTMLInputElement, textarea: HTMLTextAreaElement, button: HTMLButtonElement, select: HTMLSelectElement, option: HTMLOptionElement,
    form: HTMLFormElement, a: HTMLAnchorElement, area: HTMLAnchorElement, script: HTMLScriptElement, img: HTMLImageElement,
    iframe: HTMLIFrameElement, audio: HTMLMediaElement, video: HTMLMediaElement, link: HTMLLinkElement, canvas: HTMLCanvasElement,
    table: HTMLTableElement, tr: HTMLTableRowElement, template: HTMLTemplateElement, div: HTMLDivElement, span: HTMLSpanElement,
    body: HTMLBodyElement, dialog: HTMLDialogElement,
  };

  class Document extends sim.nodes.Container {
    constructor() {
      super(9, '#document');
      this.readyState = 'loading';
      this._hidden = false;
      this.cookie = '';
      this.compatMode = 'CSS1Compat';
      this.characterSet = 'UTF-8';
      this.charset = 'UTF-8';
      this.contentType = 'text/html';
      this.currentScript = null;
      this.referrer = sim.settings.referrer;
      this.defaultView = globalThis;
      this.designMode = 'off';
      this.styleSheets = [];
      this.fonts = { ready: Promise.resolve(), load: () => Promise.resolve([]), addEventListener() {} };
    }

    get hidden() { return this === sim.document ? sim.asked('document.hidden', 'asks-tab', this._hidden) : this._hidden; }
    get visibilityState() { return this === sim.document ? sim.asked('document.visibilityState', 'asks-tab', this._hidden ? 'hidden' : 'visible') : 'visible'; }
    get documentElement() { return this.children[0] || null; }
    get head() { return this._part('head'); }
    get body() { return this._part('body'); }
    get scripts() { return this.getElementsByTagName('script'); }
    get forms() { return this.getElementsByTagName('form'); }
    get images() { return this.getElementsByTagName('img'); }
    get links() { return this.getElementsByTagName('a'); }
    get all() { return this.getElementsByTagName('*'); }
    get title() { const found = this.getElementsByTagName('title')[0]; return found ? found.textContent : ''; }
    set title(value) {
      let found = this.getElementsByTagName('title')[0];
      if (!found) {
        found = this.head.appendChild(this.createElement('title'));
      }
      found.textContent = value;
    }
    get location() { return sim.location; }
    set location(value) { sim.location.href = value; }
    get URL() { return sim.location.href; }
    get documentURI() { return sim.location.href; }
    get domain() { return sim.location.hostname; }
    set domain(value) { sim.record('note', { what: 'document.domain was set', value: sim.show(value) }); }
    get activeElement() { return this._active || this.body; }
    set activeElement(value) { this._active = value; }

    _part(name) {
      const root = this.documentElement;
      return root ? root._children.find((child) => child.localName === name) || null : null;
    }
    _copy() { return new Document(); }

    createElement(name) {
      const local = String(name).toLowerCase();
      if (!/^[a-z_][^\s<>/]*$/i.test(local)) {
        const error = new Error('the tag name provided (' + sim.show(name) + ') is not a valid name');
        error.name = 'InvalidCharacterError';
        throw error;
      }
      const Kind = Object.prototype.hasOwnProperty.call(KINDS, local) ? KINDS[local] : HTMLElement;
      return new Kind(local);
    }
    createElementNS(space, name) {
      const made = this.createElement(String(name).replace(/^.*:/, ''));
      made.namespaceURI = space;
      return made;
    }
    createTextNode(text) { return new sim.nodes.Text(text); }
    createComment(text) { return new sim.nodes.Comment(text); }
    createDocumentFragment() { return new sim.nodes.DocumentFragment(); }
    createAttribute(name) { return { name: String(name), value: '' }; }
    createEvent(kind) {
      const wanted = String(kind).replace(/s$/, '').replace(/^HTMLEvent$/, 'Event');
      const Kind = sim.events[wanted] || sim.events.Event;
      return new Kind('');
    }
    createRange() {
      return { setStart() {}, setEnd() {}, selectNode() {}, selectNodeContents() {}, collapse() {}, deleteContents() {}, getBoundingClientRect: () => ({}),
        createContextualFragment: (markup) => { const fragment = this.createDocumentFragment(); sim.parseInto(fragment, markup); return fragment; } };
    }
    createTreeWalker() { return { nextNode: () => null, currentNode: null }; }
    importNode(node, deep) { return node.cloneNode(deep); }
    adoptNode(node) { node.remove(); return node; }
    hasFocus() { return sim.asked('document.hasFocus', 'asks-tab', sim.platform ? sim.platform.state.pageHasFocus : true); }
    write(...parts) { sim.documentWrite(parts.map(String).join('')); }
    writeln(...parts) { sim.documentWrite(parts.map(String).join('') + '\n'); }
    open() { return this; }
    close() {}
    execCommand() { return false; }
    queryCommandSupported() { return false; }
    getSelection() { return { removeAllRanges() {}, addRange() {}, toString: () => '', rangeCount: 0 }; }
    elementFromPoint() { return null; }
    get implementation() {
      return {
        createHTMLDocument: () => blankDocument(),
        createDocument: () => blankDocument(),
        hasFeature: () => true,
      };
    }
  }
  for (const type of sim.handlerNames.concat(['readystatechange'])) {
    Document.prototype['on' + type] = null;
  }

  function blankDocument() {
    const made = new Document();
    const root = made.appendChild(made.createElement('html'));
    root.appendChild(made.createElement('head'));
    root.appendChild(made.createElement('body'));
    return made;
  }

  sim.asked = function (name, role, answer) {
    sim.record('asked', { name: name, roles: role, stack: sim.at() });
    return answer;
  };

  sim.submit = function (form) {
    if (sim.fire(form, 'submit', { bubbles: true, cancelable: true }, 'SubmitEvent')) {
      form.submit();
    }
  };

  function follow(element) {
    const address = element.getAttribute('href');
    if (address === null) {
      return;
    }
    const script = /^\s*javascript:/i.exec(address);
    if (!script) {
      if (!address.startsWith('#')) {
        sim.record('navigate', { what: 'a link', url: sim.resolve(address), stack: '' });
      }
      return;
    }
    const prepared = sim.linkCode && sim.linkCode.get(element);
    sim.guard('a javascript: link', () => indirect(prepared || decodeURIComponent(address.slice(script[0].length))));
  }

  sim.click = function (element) {
    if (element.hasAttribute('disabled')) {
      return;
    }
    const box = element.localName === 'input' && (element.type === 'checkbox' || element.type === 'radio');
    if (box) {
      element.checked = element.type === 'radio' ? true : !element.checked;
    }
    const go = sim.fire(element, 'click', { bubbles: true, cancelable: true }, 'MouseEvent');
    if (!go) {
      return;
    }
    if (box) {
      sim.fire(element, 'change', { bubbles: true });
    }
    const link = element.closest('a');
    if (link) {
      follow(link);
      return;
    }
    const submits = element.closest('button,input');
    if (submits && (submits.type === 'submit' || submits.type === 'image' || (submits.localName === 'button' && !submits.hasAttribute('type')))) {
      const form = submits.closest('form');
      if (form) {
        sim.submit(form);
      }
    }
  };

  sim.document = new Document();
  sim.document.ownerDocument = null;
  sim.define('document', sim.document);
  const named = {
    Node: sim.nodes.Node, Element: Element, HTMLElement: HTMLElement, Document: Document, HTMLDocument: Document, Text: sim.nodes.Text,
    Comment: sim.nodes.Comment, DocumentFragment: sim.nodes.DocumentFragment, NodeList: sim.nodes.NodeList, HTMLCollection: sim.nodes.NodeList,
    ShadowRoot: sim.nodes.DocumentFragment, HTMLInputElement: HTMLInputElement, HTMLTextAreaElement: HTMLTextAreaElement,
    HTMLButtonElement: HTMLButtonElement, HTMLSelectElement: HTMLSelectElement, HTMLOptionElement: HTMLOptionElement,
    HTMLFormElement: HTMLFormElement, HTMLAnchorElement: HTMLAnchorElement, HTMLScriptElement: HTMLScriptElement,
    HTMLImageElement: HTMLImageElement, HTMLIFrameElement: HTMLIFrameElement, HTMLMediaElement: HTMLMediaElement,
    HTMLAudioElement: HTMLMediaElement, HTMLVideoElement: HTMLMediaElement, HTMLLinkElement: HTMLLinkElement,
    HTMLCanvasElement: HTMLCanvasElement, HTMLTableElement: HTMLTableElement, HTMLDivElement: HTMLDivElement,
    HTMLSpanElement: HTMLSpanElement, HTMLBodyElement: HTMLBodyElement, HTMLTemplateElement: HTMLTemplateElement,
    SVGElement: class extends Element {}, HTMLUnknownElement: HTMLElement,
  };
  for (const name in named) {
    sim.define(name, named[name]);
  }
});
