// The network as the page sees it: every request is written down and answered here; nothing leaves.
(function (sim) {
  'use strict';

  const LATENCY = 120;
  const SYNC_WAIT = 300;
  const WORDS = { 200: 'OK', 401: 'Unauthorized', 503: 'Service Unavailable' };

  function answerFor(url) {
    const mode = sim.settings.network || 'ok';
    const given = sim.settings.answers || {};
    for (const part in given) {
      if (url.includes(part)) {
        return { status: 200, body: String(given[part]) };
      }
    }
    if (mode === 'expired') {
      return { status: 401, body: '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]' };
    }
    return mode === 'failure' ? { status: 503, body: '' } : { status: 200, body: sim.unknownBody || '{}' };
  }

  function request(form, method, url, extra) {
    const fields = Object.assign({ form: form, method: String(method || 'GET').toUpperCase(), url: sim.resolve(url), stack: sim.at() }, extra || {});
    sim.record('request', fields);
    return fields.url;
  }
  sim.request = request;

  class Headers {
    constructor(init) {
      this._held = {};
      const entries = !init ? [] : init instanceof Headers ? Object.entries(init._held) : Array.isArray(init) ? init : Object.entries(init);
      for (const [name, value] of entries) {
        this.set(name, value);
      }
    }
    get(name) { const value = this._held[String(name).toLowerCase()]; return value === undefined ? null : value; }
    set(name, value) { this._held[String(name).toLowerCase()] = String(value); }
    append(name, value) { this.set(name, value); }
    has(name) { return String(name).toLowerCase() in this._held; }
    delete(name) { delete this._held[String(name).toLowerCase()]; }
    forEach(each) { for (const name in this._held) { each(this._held[name], name, this); } }
    entries() { return Object.entries(this._held)[Symbol.iterator](); }
    [Symbol.iterator]() { return this.entries(); }
  }

  class Response {
    constructor(body, init) {
      const given = init || {};
      this._body = body === undefined || body === null ? '' : String(body);
      this.status = given.status === undefined ? 200 : given.status;
      this.statusText = WORDS[this.status] || '';
      this.ok = this.status >= 200 && this.status < 300;
      this.headers = new Headers(given.headers || { 'content-type': 'application/json' });
      this.url = given.url || '';
      this.type = 'basic';
      this.redirected = false;
      this.bodyUsed = false;
    }
    text() { return Promise.resolve(this._body); }
    json() { return new Promise((done) => done(sim.outward(JSON.parse, JSON, [this._body]))); }
    blob() { return Promise.resolve({ size: this._body.length, type: '' }); }
    arrayBuffer() { return Promise.resolve(new ArrayBuffer(this._body.length)); }
    clone() { return new Response(this._body, this); }
  }

  class Request {
    constructor(url, init) {
      Object.assign(this, init || {});
      this.url = sim.resolve(typeof url === 'string' ? url : String(url.url || url));
      this.method = (init && init.method) || 'GET';
      this.headers = new Headers(init && init.headers);
    }
  }

  function fetch(target, init) {
    const given = typeof target === 'object' && target !== null && target.url ? target : { url: target };
    const method = (init && init.method) || given.method || 'GET';
    const url = request('fetch', method, String(given.url));
    return new Promise((resolve, reject) => {
      if (sim.settings.network === 'never') {
        return;
      }
      sim.later(LATENCY, 'the answer of a request', () => {
        if (init && init.signal && init.signal.aborted) {
          const error = new Error('the request was aborted');
          error.name = 'AbortError';
          reject(error);
          return;
        }
        if (sim.settings.network === 'down') {
          reject(new TypeError('Failed to fetch'));
          return;
        }
        const answer = answerFor(url);
        resolve(new Response(answer.body, { status: answer.status, url: url }));
      });
    });
  }

  class XMLHttpRequest extends sim.EventTarget {
    constructor() {
      super();
      this.readyState = 0;
      this.status = 0;
      this.statusText = '';
      this.responseText = '';
      this.response = '';
      this.responseXML = null;
      this.responseType = '';
      this.responseURL = '';
      this.timeout = 0;
      this.withCredentials = false;
      this.upload = new sim.EventTarget();
      for (const type of ['readystatechange', 'load', 'error', 'loadend', 'timeout', 'abort', 'progress']) {
        this['on' + type] = null;
      }
    }
    open(method, url, async) {
      this._method = method;
      this._url = String(url);
      this._async = async === undefined ? true : Boolean(async);
      this._opened = this._async ? '' : sim.at();
      this._move(1);
    }
    setRequestHeader() {}
    getResponseHeader(name) { return String(name).toLowerCase() === 'content-type' ? 'application/json' : null; }
    getAllResponseHeaders() { return 'content-type: application/json\r\n'; }
    overrideMimeType() {}
    abort() { this._aborted = true; this.readyState = 0; }
    _move(state) {
      this.readyState = state;
      sim.fire(this, 'readystatechange');
    }
    _finish() {
      if (this._aborted) {
        return;
      }
      if (sim.settings.network === 'down') {
        if (!this._async) {
          throw Object.assign(new Error('Failed to execute \'send\' on \'XMLHttpRequest\'.'), { name: 'NetworkError' });
        }
        this._move(4);
        sim.fire(this, 'error', {}, 'ProgressEvent');
        sim.fire(this, 'loadend', {}, 'ProgressEvent');
        return;
      }
      const answer = answerFor(this.responseURL);
      this.status = answer.status;
      this.statusText = WORDS[answer.status];
      this.responseText = answer.body;
      this.response = this.responseType === 'json' ? sim.outward(JSON.parse, JSON, [answer.body || 'null']) : answer.body;
      this._move(4);
      sim.fire(this, 'load', {}, 'ProgressEvent');
      sim.fire(this, 'loadend', {}, 'ProgressEvent');
    }
    send() {
      if (this.readyState !== 1) {
        const error = new Error('the object is in an invalid state');
        error.name = 'InvalidStateError';
        throw error;
      }
      this.responseURL = request(this._async ? 'XMLHttpRequest' : 'synchronous XMLHttpRequest', this._method, this._url);
      if (!this._async) {
        sim.blocked('synchronous XMLHttpRequest', this.responseURL, SYNC_WAIT, this._opened);
        this._finish();
        return;
      }
      if (sim.settings.network === 'never') {
        return;
      }
      sim.later(LATENCY, 'the answer of a request', () => this._finish());
    }
  }
  Object.assign(XMLHttpRequest, { UNSENT: 0, OPENED: 1, HEADERS_RECEIVED: 2, LOADING: 3, DONE: 4 });
  Object.assign(XMLHttpRequest.prototype, { UNSENT: 0, OPENED: 1, HEADERS_RECEIVED: 2, LOADING: 3, DONE: 4 });

  class Socket extends sim.EventTarget {
    constructor(form, url) {
      super();
      this.url = String(url);
      this.readyState = 0;
      this.bufferedAmount = 0;
      this.onopen = null;
      this.onmessage = null;
      this.onclose = null;
      this.onerror = null;
      sim.sockets.push(this);
      request(form, 'GET', this.url);
      sim.later(LATENCY, 'a connection that opens', () => {
        if (this.readyState === 0) {
          this.readyState = 1;
          sim.fire(this, 'open');
        }
      });
    }
    send(data) { sim.record('sent', { what: 'WebSocket', value: sim.show(data), stack: sim.at() }); }
    close() { this.readyState = 3; sim.later(1, 'a connection that closes', () => sim.fire(this, 'close', {}, 'CloseEvent')); }
  }
  sim.sockets = [];
  class WebSocket extends Socket {
    constructor(url) { super('WebSocket', url); }
  }
  Object.assign(WebSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });
  class EventSource extends Socket {
    constructor(url) { super('EventSource', url); }
  }

  // The thread stood still: what did it, on what, for how long of fake time.
  sim.blocked = function (what, on, ms, opened) {
    sim.record('blocked', { what: what, on: String(on || ''), ms: ms, stack: sim.at() + (opened ? '\n' + opened : '') });
    sim.spend(ms);
  };

  const named = { fetch: fetch, XMLHttpRequest: XMLHttpRequest, Headers: Headers, Request: Request, Response: Response, WebSocket: WebSocket, EventSource: EventSource };
  for (const name in named) {
    sim.define(name, named[name]);
  }
});
