// A thin stand-in for Lightning web components: the element's class, its template's elements, and the modules it imports.
(function (sim) {
  'use strict';

  sim.harness = sim.harness || {};
  const tops = new WeakMap();

  class LightningElement extends sim.EventTarget {
    constructor() {
      super();
      const root = sim.document.createElement('div');
      tops.set(this, root);
    }
    get template() { return tops.get(this); }
    get refs() { return new Proxy({}, { get: (target, name) => tops.get(this).querySelector('[lwc-ref="' + String(name) + '"]') }); }
    get isConnected() { return true; }
    querySelector(selector) { return tops.get(this).querySelector(selector); }
    querySelectorAll(selector) { return tops.get(this).querySelectorAll(selector); }
    getAttribute() { return null; }
    setAttribute() {}
    removeAttribute() {}
    get classList() { return tops.get(this).classList; }
    get style() { return tops.get(this).style; }
    dispatchEvent() { return true; }
  }

  const decorator = () => undefined;
  const channels = {
    MessageContext: {}, APPLICATION_SCOPE: {}, createMessageContext: () => ({}), releaseMessageContext() {},
    subscribe(context, channel, listener) {
      const entry = sim.platform.entryOf('sforce.opencti.subscribe', 'lightning');
      const name = String(channel && channel.name ? channel.name : channel);
      const one = sim.platform.register(Object.assign({}, entry, { name: 'lightning/messageService.subscribe', undone_by: ['lightning/messageService.unsubscribe'] }), listener, { event: name });
      return { number: one.number };
    },
    unsubscribe(subscription) {
      const one = sim.platform.listeners.find((other) => other.active && subscription && other.number === subscription.number);
      if (one) {
        sim.platform.unregister(one, 'lightning/messageService.unsubscribe');
      }
    },
    publish(context, channel, message) { sim.record('call', { name: 'lightning/messageService.publish', dialect: 'lightning', value: sim.show(message), roles: 'publishes', stack: sim.at(), confidence: 'B' }); },
  };

  function apex(name) {
    return function (given) {
      sim.record('request', { form: 'an Apex method', method: 'POST', url: name, stack: sim.at() });
      const answers = sim.platform.state.answers;
      return new Promise((resolve, reject) => {
        if (answers === 'never') {
          return;
        }
        sim.later(250, 'the answer of ' + name, () => {
          if (answers === 'failure') {
            reject(Object.assign(new Error('the simulated org refuses'), { body: { message: 'the simulated org refuses' } }));
          } else {
            resolve(sim.anything());
          }
        });
      });
    };
  }

  function anyNames(make) {
    return new Proxy({ default: make('default') }, { get: (target, name) => (typeof name === 'string' ? make(name) : undefined), has: () => true });
  }

  class ToastEvent extends Event {
    constructor(given) { super('lightning__showtoast'); this.detail = given; }
  }

  const known = {
    lwc: { LightningElement: LightningElement, api: decorator, track: decorator, wire: decorator, createElement: (name) => sim.document.createElement(name), unwrap: (value) => value, readonly: (value) => value },
    'lightning/messageService': channels,
    'lightning/navigation': {
      NavigationMixin: Object.assign((Base) => class extends Base { [Symbol.for('navigate')](to) { sim.record('navigate', { what: 'NavigationMixin', url: sim.show(to), stack: sim.at() }); } }, { Navigate: Symbol.for('navigate'), GenerateUrl: Symbol.for('url') }),
      CurrentPageReference: {}, EnclosingTabId: {}, IsConsoleNavigation: {},
    },
    'lightning/platformShowToastEvent': { ShowToastEvent: ToastEvent },
    'lightning/platformResourceLoader': { loadScript: (element, address) => load(address), loadStyle: () => Promise.resolve() },
    'lightning/refresh': { RefreshEvent: class extends Event { constructor() { super('lightning__refreshview'); } } },
    'lightning/empApi': { subscribe: () => Promise.resolve({}), unsubscribe: () => Promise.resolve({}), onError() {}, setDebugFlag() {} },
  };

  function load(address) {
    return new Promise((resolve, reject) => {
      const node = sim.document.createElement('script');
      node.onload = () => resolve();
      node.onerror = () => reject(new Error('the script ' + address + ' did not load'));
      node.src = String(address);
      sim.document.head.appendChild(node);
    });
  }

  sim.knownModule = function (name) {
    const react = sim.reactModule(name) || sim.angularModule(name);
    if (react) {
      return react;
    }
    if (known[name]) {
      return known[name];
    }
    if (name === 'lightning/platformWorkspaceApi' || name === 'lightning/platformUtilityBarApi') {
      const group = name.endsWith('WorkspaceApi') ? 'workspace' : 'utility';
      return anyNames((one) => sim.workspaceFunction(group, one));
    }
    if (sim.connectorBase && /^(@salesforce\/)?scv-connector-base$/.test(name)) {
      return sim.connectorBase();
    }
    if (name === 'amazon-connect-streams') {
      sim.installStreams();
      return globalThis.connect;
    }
    if (name.startsWith('@salesforce/apex')) {
      return name === '@salesforce/apex' ? { refreshApex: () => Promise.resolve() } : { default: apex(name.slice('@salesforce/apex/'.length)) };
    }
    if (name.startsWith('@salesforce/resourceUrl/')) {
      return { default: '/resource/' + name.slice('@salesforce/resourceUrl/'.length) };
    }
    if (name.startsWith('@salesforce/messageChannel/')) {
      return { default: { name: name.slice('@salesforce/messageChannel/'.length) } };
    }
    if (name.startsWith('@salesforce/')) {
      return { default: /client|userPermission/i.test(name) ? true : name.split('/').pop() };
    }
    if (name.startsWith('lightning/')) {
      return anyNames((one) => (...args) => {
        sim.record('call', { name: name + '.' + one, dialect: 'lwc', value: sim.showAll(args), roles: '', stack: sim.at(), confidence: 'C' });
        return Promise.resolve(undefined);
      });
    }
    return undefined;
  };

  function dress(instance, parts) {
    const root = instance.template;
    for (const given of parts) {
      const tag = given.tag === 'lightning-service-cloud-voice-toolkit-api' ? 'toolkit' : given.tag;
      const node = sim.document.createElement(given.tag);
      if (tag === 'toolkit') {
        const toolkit = sim.voiceToolkit('VoiceToolkit');
        for (const name of ['addEventListener', 'removeEventListener']) {
          node[name] = toolkit[name];
        }
        for (const name of ['hold', 'resume', 'mute', 'unmute', 'endCall', 'addParticipant', 'merge', 'swap', 'getCallRecordId', 'sendDigits']) {
          node[name] = toolkit[name];
        }
      }
      for (const [name, value] of given.attrs) {
        const handler = /^\{\s*([\w$.]+)\s*\}$/.exec(value);
        if (name.startsWith('on') && handler) {
          node.addEventListener(name.slice(2), (event) => sim.guard('the handler ' + handler[1], instance[handler[1]], instance, [event]));
        } else {
          node.setAttribute(name, value);
        }
      }
      root.appendChild(node);
    }
    sim.document.body.appendChild(root);
  }

  function hook(instance, name) {
    if (typeof instance[name] === 'function') {
      const what = 'the ' + name;
      sim.watchPromise(what, sim.guard(what, instance[name], instance));
    }
  }

  sim.harness.lwc = function* (page) {
    const given = page.component;
    const exported = sim.guard('the module ' + given.path, () => sim.runModule(given.path));
    yield { op: 'pump', for: 0 };
    const Kind = exported && exported.default;
    if (typeof Kind !== 'function') {
      sim.record('problem', { what: 'the module has no class as its default export' });
      return;
    }
    const instance = sim.guard('the component', () => new Kind());
    if (!instance) {
      return;
    }
    if (!(instance instanceof LightningElement)) {
      sim.record('problem', { what: 'the class does not extend LightningElement' });
      return;
    }
    if (instance.recordId === undefined) {
      instance.recordId = sim.platform.personNow().recordId;
    }
    dress(instance, given.parts);
    hook(instance, 'connectedCallback');
    yield { op: 'pump', for: 10 };
    hook(instance, 'renderedCallback');
    yield { op: 'pump', for: 500 };
    hook(instance, 'renderedCallback');
    const before = sim.unmount;
    sim.unmount = function () {
      if (before) {
        before();
      }
      hook(instance, 'disconnectedCallback');
    };
  };
});
