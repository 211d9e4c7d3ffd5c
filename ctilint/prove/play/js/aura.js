// A thin stand-in for Aura: one object per component, its controller, helper and renderer, and $A.
(function (sim) {
  'use strict';

  const indirect = eval;
  sim.harness = sim.harness || {};

  function bundle(code) {
    if (!code) {
      return {};
    }
    const made = indirect(sim.expand(code));
    return made !== null && typeof made === 'object' ? made : {};
  }

  function pathOf(object, path) {
    return path.split('.').reduce((at, part) => (at === undefined || at === null ? undefined : at[part]), object);
  }

  function serverAction(name) {
    const action = {
      setParams(given) { action.params = given; },
      setParam(key, value) { action.params = Object.assign(action.params || {}, { [key]: value }); },
      getParams: () => action.params || {},
      getParam: (key) => (action.params || {})[key],
      setCallback(scope, callback, kind) { if (!kind || kind === 'SUCCESS' || kind === 'ALL' || !action.callback) { action.callback = { scope: scope, run: callback }; } },
      setStorable() {}, setBackground() {}, setAbortable() {}, isBackground: () => false, getName: () => name,
      getReturnValue: () => (action.state === 'SUCCESS' ? sim.anything() : null), getError: () => (action.state === 'ERROR' ? [{ message: 'the simulated org refuses' }] : []),
      getState: () => action.state || 'NEW',
      name: name,
    };
    return action;
  }

  function enqueue(action) {
    if (!action || action.client) {
      if (action) {
        sim.guard('the action ' + action.name, action.client);
      }
      return;
    }
    sim.record('request', { form: 'an Apex action', method: 'POST', url: 'aura:' + action.name, stack: sim.at() });
    const answers = sim.platform.state.answers;
    if (answers === 'never') {
      return;
    }
    sim.later(250, 'the answer of the action ' + action.name, () => {
      action.state = answers === 'failure' ? 'ERROR' : 'SUCCESS';
      if (action.callback && typeof action.callback.run === 'function') {
        action.callback.run.call(action.callback.scope, action);
      }
    });
  }

  const all = [];

  // An event reaches every component that says it handles it, by the event's type or by its name.
  function deliver(name, event) {
    const short = name.replace(/^.*:/, '');
    for (const one of all) {
      for (const handler of one.given.handlers) {
        if (handler.action && (handler.event.replace(/^.*:/, '') === short || (handler.name === short && handler.name !== 'init' && handler.name !== 'destroy'))) {
          sim.later(1, 'the event ' + short, () => one.run(handler.action, event));
        }
      }
    }
  }

  function eventOf(name, params) {
    const given = Object.assign({}, params);
    const event = {
      getParam: (key) => given[key], getParams: () => given, setParams(more) { Object.assign(given, more); return event; }, setParam(key, value) { given[key] = value; },
      getSource: () => event.source, getName: () => name, getType: () => name, stopPropagation() {}, preventDefault() {}, pause() {}, resume() {},
      currentTarget: { dataset: {}, id: '' }, target: { value: '', dataset: {} }, detail: given,
      fire() { deliver(name, event); },
    };
    return event;
  }

  function part(tag) {
    if (/workspaceapi$/i.test(tag)) { return sim.workspaceApi('workspace'); }
    if (/utilitybarapi$/i.test(tag)) { return sim.workspaceApi('utility'); }
    if (/navigationitemapi$/i.test(tag)) { return sim.workspaceApi('navigation'); }
    if (/omnitoolkitapi$/i.test(tag)) { return sim.workspaceApi('omni'); }
    if (/servicecloudvoicetoolkitapi$/i.test(tag)) { return sim.voiceToolkit('AuraVoiceToolkit'); }
    const held = {};
    return {
      get: (key) => held[key] === undefined ? '' : held[key], set(key, value) { held[key] = value; }, getElement: () => sim.document.createElement('div'), focus() {}, destroy() {}, isValid: () => true,
      getReference: (key) => key, showHelpMessageIfInvalid() {}, reportValidity: () => true, checkValidity: () => true, publish(message) { sim.platform.actions.message('', message); }, subscribe() {}, getEvent: (name) => eventOf(name), navigate() {}, showToast() {}, showNotice() {}, reloadRecord() {},
    };
  }

  function componentOf(given) {
    const values = {};
    const parts = {};
    const controller = bundle(given.controller);
    const helper = bundle(given.helper);
    const renderer = Object.assign({ superRender() {}, superAfterRender() {}, superRerender() {}, superUnrender() {} }, bundle(given.renderer));
    for (const attribute of given.attributes) {
      values[attribute.name] = attribute.type === 'Boolean' ? attribute.value === 'true' : /\[\]|List/.test(attribute.type) ? [] : attribute.type === 'Object' || attribute.type === 'Map' ? {} : attribute.value;
    }
    for (const one of given.parts) {
      parts[one.id] = part(one.tag);
    }
    const component = {
      get(path) {
        if (path.startsWith('v.')) { return pathOf(values, path.slice(2)); }
        if (path.startsWith('c.')) {
          const name = path.slice(2);
          return typeof controller[name] === 'function' ? Object.assign(serverAction(name), { client: () => run(name) }) : serverAction(name);
        }
        return pathOf(component, path);
      },
      set(path, value) { if (path.startsWith('v.')) { values[path.slice(2)] = value; } },
      find: (id) => parts[id] || (parts[id] = part('')),
      getEvent: (name) => eventOf(name), getElement: () => sim.document.body, getElements: () => [sim.document.body], getName: () => given.name, getGlobalId: () => '1:0', getLocalId: () => '', isValid: () => !component.gone,
      isInstanceOf: () => false, getReference: (path) => path, addHandler() {}, addEventHandler() {}, addValueHandler() {}, removeEventHandler() {}, destroy() {}, getConcreteComponent: () => component, getType: () => 'c:' + given.name, getConcreteHelper: () => helper, getVersion: () => '', helper: helper,
      autoDestroy() {},
    };
    for (const name of given.methods) {
      component[name.name] = (...args) => run(name.action, eventOf(name.name, { arguments: args }));
    }
    function run(name, event) {
      const action = controller[name];
      if (typeof action !== 'function') {
        return undefined;
      }
      const what = 'the action ' + name + ' of ' + given.name;
      const answer = sim.guard(what, action, controller, [component, event || eventOf(name), helper]);
      sim.watchPromise(what, answer);
      return answer;
    }
    return { component: component, run: run, renderer: renderer, helper: helper, given: given };
  }

  function aura(made) {
    return {
      getCallback: (act) => function (...args) { return sim.guard('a callback of $A', act, this, args); },
      enqueueAction: enqueue,
      get(path) { return path.startsWith('e.') ? eventOf(path.slice(2)) : path.startsWith('$Browser') ? 'DESKTOP' : path.startsWith('$SObjectType') ? '005000000000001AAA' : serverAction(path); },
      set() {}, getRoot: () => made[0] && made[0].component, getComponent: () => made[0] && made[0].component, getReference: (path) => path, getToken: () => '',
      createComponent(name, values, done) { sim.later(5, 'a component that is made', () => done(part(name), 'SUCCESS', '')); },
      createComponents(list, done) { sim.later(5, 'components that are made', () => done(list.map((one) => part(one[0])), 'SUCCESS', '')); },
      run: (act) => act(), log() {}, warning() {}, error() {}, reportError(text, error) { sim.uncaught('$A.reportError', error || text); }, rerender() {}, getSession: () => ({}),
      util: { isEmpty: (value) => value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length), isUndefinedOrNull: (value) => value === undefined || value === null, isUndefined: (value) => value === undefined, getBooleanValue: Boolean, addClass() {}, removeClass() {}, toggleClass() {}, hasClass: () => false, isArray: Array.isArray, isObject: (value) => typeof value === 'object', format: String },
      localizationService: { formatDate: String, formatDateTime: String, formatTime: String, formatDateUTC: String, formatDateTimeUTC: String, parseDateTime: (text) => new Date(text), now: () => new Date() },
      Component: class {}, auraError: Error,
    };
  }

  function* require(one) {
    for (const address of one.given.requires) {
      const node = sim.document.createElement('script');
      node.setAttribute('src', address);
      node._parsed = true;
      yield* sim.scriptOf(node);
    }
    yield { op: 'pump', for: 50 };
    if (one.given.afterScripts) {
      one.run(one.given.afterScripts);
    }
  }

  // Lightning Out: a Visualforce or outside page that puts components of the app into itself.
  sim.offerLightningOut = function () {
    sim.define('$Lightning', {
      use(app, done) { sim.later(80, 'the components that arrive', () => { if (typeof done === 'function') { done(); } }); },
      createComponent(name, attributes, place, done) {
        sim.later(80, 'a component that is made', () => sim.startLater((function* () {
          const made = [];
          yield* start(sim.page, made);
          if (typeof done === 'function') {
            sim.guard('the callback of $Lightning.createComponent', done, undefined, [(made.find((one) => one.given.name === String(name).replace(/^.*:/, '')) || { component: part('') }).component, 'SUCCESS', '']);
          }
        }())));
      },
    });
  };

  sim.harness.aura = function* (page) {
    yield* start(page, []);
  };

  function* start(page, made) {
    sim.define('$A', aura(made));
    for (const given of page.components) {
      const one = sim.guard('the component ' + given.name, () => componentOf(given));
      if (one) {
        made.push(one);
        all.push(one);
      }
    }
    for (const one of made.slice().reverse()) {
      one.given.handlers.filter((handler) => handler.name === 'init').forEach((handler) => one.run(handler.action));
      yield { op: 'pump', for: 0 };
    }
    for (const one of made.slice().reverse()) {
      for (const name of ['render', 'afterRender', 'rerender']) {
        if (typeof one.renderer[name] === 'function') {
          sim.guard('the renderer of ' + one.given.name, one.renderer[name], one.renderer, [one.component, one.helper]);
        }
        yield { op: 'pump', for: 0 };
      }
      yield* require(one);
      one.given.handlers.filter((handler) => handler.name === 'render').forEach((handler) => one.run(handler.action));
      yield { op: 'pump', for: 300 };
    }
    for (const one of made) {
      for (const control of one.given.controls) {
        const button = sim.document.createElement('button');
        button.setAttribute('type', 'button');
        button.addEventListener('click', () => one.run(control));
        sim.document.body.appendChild(button);
      }
    }
    sim.unmount = function () {
      for (const one of made) {
        one.given.handlers.filter((handler) => handler.name === 'destroy').forEach((handler) => one.run(handler.action));
        if (typeof one.renderer.unrender === 'function') {
          sim.guard('the renderer of ' + one.given.name, one.renderer.unrender, one.renderer, [one.component, one.helper]);
        }
        one.component.gone = true;
      }
    };
  }
});
