// A small stand-in for React: components are rendered into the document, with their state, effects and handlers, as far
// as an app can tell. Written from React's documented behaviour; there is no concurrent rendering and no server.
(function (sim) {
  'use strict';

  const MOST_RENDERS = 1500;
  const MOST_DEPTH = 80;
  const FRAGMENT = { fragment: true };
  const made = new WeakSet();
  let current = null;
  let renders = 0;
  sim.mounted = 0;

  function create(type, props, ...below) {
    const given = Object.assign({}, props);
    const key = given.key === undefined ? null : given.key;
    const ref = given.ref === undefined ? null : given.ref;
    delete given.key;
    delete given.ref;
    if (below.length) {
      given.children = below.length === 1 ? below[0] : below;
    }
    if (type !== null && (typeof type === 'function' || typeof type === 'object') && !sim.isStandIn(type) && type.defaultProps) {
      for (const name of Object.keys(type.defaultProps)) {
        if (given[name] === undefined) {
          given[name] = type.defaultProps[name];
        }
      }
    }
    const element = { $$typeof: Symbol.for('react.element'), type: type, props: given, key: key, ref: ref };
    made.add(element);
    return element;
  }
  sim.isElement = (value) => value !== null && typeof value === 'object' && made.has(value);
  sim.define('__ctilintElement', create);

  // The class of class components
  class Component {
    constructor(props, context) {
      this.props = props;
      this.context = context;
      this.refs = {};
    }
    setState(given, done) {
      const frame = frames.get(this);
      const next = typeof given === 'function' ? given.call(this, this.state, this.props) : given;
      if (next !== null && next !== undefined) {
        this.state = Object.assign({}, this.state, next);
      }
      schedule(frame);
      if (typeof done === 'function') {
        sim.later(8, 'the callback of setState', () => done.call(this));
      }
    }
    forceUpdate(done) {
      this.setState({}, done);
    }
  }
  Component.prototype.isReactComponent = {};
  const frames = new WeakMap();

  function nameOf(type) {
    const inner = type && typeof type === 'object' ? type.inner : type;
    return 'the component ' + (typeof inner === 'function' && typeof inner.name === 'string' ? inner.name : '');
  }

  // Frames: what was rendered where. A frame keeps its hooks or its instance, its element of the document, what is below.
  function kindOf(given) {
    if (given === null || given === undefined || typeof given === 'boolean' || typeof given === 'function' || typeof given === 'symbol') {
      return 'none';
    }
    if (Array.isArray(given)) {
      return 'list';
    }
    if (!sim.isElement(given)) {
      return sim.isStandIn(given) || typeof given === 'object' ? 'none' : 'text';
    }
    const type = given.type;
    if (typeof type === 'string') {
      return 'host';
    }
    if (sim.isStandIn(type)) {
      return 'unknown';
    }
    if (type === FRAGMENT || type === undefined || type === null) {
      return 'list';
    }
    if (typeof type === 'object') {
      return type.context ? 'context' : type.inner ? 'function' : 'list';
    }
    const own = Object.getOwnPropertyDescriptor(type, 'prototype');
    const proto = own && own.value;
    return proto && (proto instanceof Component || typeof proto.render === 'function') ? 'class' : 'function';
  }

  function reconcile(frame, given, parent, place, depth) {
    const kind = kindOf(given);
    const type = kind === 'text' || kind === 'none' || Array.isArray(given) ? kind : given.type;
    const key = sim.isElement(given) ? given.key : null;
    let here = frame;
    if (!here || here.kind !== kind || here.type !== type || here.key !== key) {
      unmount(frame);
      here = { kind: kind, type: type, key: key, parent: parent, place: place, below: [], hooks: [], effects: [], fresh: true, gone: false, depth: depth };
    }
    if (depth < MOST_DEPTH) {
      here.given = given;
      renderFrame(here);
    }
    return here;
  }

  function renderBelow(frame, all, place) {
    const before = frame.below;
    frame.below = all.map((one, index) => {
      const key = sim.isElement(one) ? one.key : null;
      const known = key === null ? before[index] : before.find((other) => other && other.key === key);
      return reconcile(known, one, frame, place, frame.depth + 1);
    });
    before.forEach((one) => { if (one && !frame.below.includes(one)) { unmount(one); } });
  }

  function listOf(children) {
    return children === undefined ? [] : Array.isArray(children) ? children.slice(0, 200) : [children];
  }

  function renderFrame(frame) {
    const given = frame.given;
    switch (frame.kind) {
      case 'none': return;
      case 'text': text(frame, String(given)); return;
      case 'list': renderBelow(frame, Array.isArray(given) ? given.slice(0, 200) : listOf(given.props.children), frame.place); return;
      case 'host': host(frame, given); return;
      case 'context':
        frame.value = given.props.value;
        if (given.type.consumer) {
          const read = given.props.children;
          renderBelow(frame, [typeof read === 'function' ? sim.guard('a consumer of a context', read, undefined, [contextOf(frame, given.type.context)]) : null], frame.place);
        } else {
          renderBelow(frame, listOf(given.props.children), frame.place);
        }
        return;
      case 'unknown': unknown(frame, given); return;
      case 'class': asClass(frame, given); return;
      default: asFunction(frame, given); return;
    }
  }

  function text(frame, value) {
    if (!frame.node) {
      frame.node = sim.document.createTextNode(value);
      frame.place.appendChild(frame.node);
    } else if (frame.node.nodeValue !== value) {
      frame.node.nodeValue = value;
    }
  }

  function host(frame, given) {
    if (!frame.node) {
      frame.node = sim.document.createElement(/^[a-z][\w.-]*$/i.test(given.type) ? given.type : 'div');
      frame.handlers = {};
      frame.place.appendChild(frame.node);
    }
    const node = frame.node;
    const now = {};
    for (const name of Object.keys(given.props)) {
      const value = given.props[name];
      const event = /^on([A-Z]\w*)$/.exec(name);
      if (event && typeof value === 'function') {
        const type = event[1].toLowerCase() === 'doubleclick' ? 'dblclick' : event[1].toLowerCase();
        now[type] = value;
      } else if (name !== 'children' && name !== 'dangerouslySetInnerHTML' && (typeof value === 'string' || typeof value === 'number' || value === true)) {
        try {
          node.setAttribute(name === 'className' ? 'class' : name === 'htmlFor' ? 'for' : name, value === true ? '' : String(value));
        } catch (error) {
          // an attribute that cannot be set is not worth a page
        }
      }
    }
    for (const type of Object.keys(now)) {
      if (!(type in frame.handlers)) {
        const listen = (name) => node.addEventListener(name, (event) => {
          const handler = frame.handlers[type];
          if (handler && !frame.gone) {
            const what = 'the ' + type + ' handler of ' + sim.show(node);
            sim.watchPromise(what, sim.guard(what, handler, undefined, [event]));
          }
        });
        listen(type);
        if (type === 'change') {
          listen('input');
        }
        if (type === 'click' && given.type !== 'button') {
          node.setAttribute('onclick', '');
        }
      }
    }
    frame.handlers = now;
    const fresh = frame.fresh;
    frame.fresh = false;
    renderBelow(frame, listOf(given.props.children), node);
    if (fresh) {
      refer(given.ref, node);
    }
  }

  function refer(ref, value) {
    if (typeof ref === 'function' && !sim.isStandIn(ref)) {
      sim.guard('a ref', ref, undefined, [value]);
    } else if (ref !== null && typeof ref === 'object' && 'current' in ref) {
      ref.current = value;
    }
  }

  // A component that the app does not bring: it gets what it is given, and what is inside it is shown.
  function unknown(frame, given) {
    const plain = {};
    const shown = [];
    for (const name of Object.keys(given.props)) {
      const value = given.props[name];
      if (sim.isElement(value) || name === 'children') {
        shown.push(typeof value === 'function' && !sim.isStandIn(value) ? sim.guard('what is inside a component', value, undefined, [sim.standIn('a component')]) : value);
      } else if (/^component$/i.test(name) && (typeof value === 'function' || (value && value.inner))) {
        shown.push(create(value, {}));
      } else {
        plain[name] = value;
      }
    }
    if (frame.fresh) {
      frame.fresh = false;
      sim.guard('a component that is not part of the app', given.type, undefined, [plain]);
    }
    renderBelow(frame, shown, frame.place);
  }

  function asClass(frame, given) {
    const what = nameOf(given.type);
    const context = given.type.contextType ? contextOf(frame, given.type.contextType) : undefined;
    if (frame.fresh) {
      frame.instance = sim.guard(what, () => sim.outward(Reflect.construct, Reflect, [given.type, [given.props, context]])) || null;
      if (!frame.instance) {
        frame.fresh = false;
        return;
      }
      frames.set(frame.instance, frame);
      if (frame.instance.state === undefined) {
        frame.instance.state = null;
      }
      refer(given.ref, frame.instance);
    }
    const instance = frame.instance;
    if (!instance) {
      return;
    }
    const before = instance.props;
    instance.props = given.props;
    instance.context = context;
    if (typeof given.type.getDerivedStateFromProps === 'function') {
      instance.state = Object.assign({}, instance.state, sim.guard(what, given.type.getDerivedStateFromProps, undefined, [given.props, instance.state]));
    }
    const hook = frame.fresh ? ['componentWillMount', 'UNSAFE_componentWillMount'] : [];
    hook.forEach((name) => { if (typeof instance[name] === 'function') { sim.guard(what, instance[name], instance); } });
    const shown = sim.guard(what, instance.render, instance);
    renderBelow(frame, [shown], frame.place);
    const after = frame.fresh ? 'componentDidMount' : 'componentDidUpdate';
    frame.fresh = false;
    if (typeof instance[after] === 'function') {
      sim.later(4, what, () => { if (!frame.gone) { sim.watchPromise(what, sim.guard(what, instance[after], instance, after === 'componentDidMount' ? [] : [before, instance.state])); } });
    }
  }

  function asFunction(frame, given) {
    let type = given.type;
    while (type !== null && typeof type === 'object' && type.inner && !type.lazy) {
      frame.forwards = frame.forwards || type.forwards;
      type = type.inner;
    }
    if (type && type.lazy) {
      load(frame, type);
      return;
    }
    if (sim.isStandIn(type) || typeof type !== 'function') {
      renderBelow(frame, sim.isStandIn(type) ? [create(type, given.props)] : [], frame.place);
      return;
    }
    const own = Object.getOwnPropertyDescriptor(type, 'prototype');
    if (own && own.value && typeof own.value.render === 'function') {
      renderBelow(frame, [create(type, given.props)], frame.place);
      return;
    }
    const what = nameOf(type);
    const outer = current;
    current = frame;
    frame.at = 0;
    frame.dirty = false;
    let shown;
    try {
      shown = sim.guard(what, type, undefined, frame.forwards ? [given.props, given.ref] : [given.props]);
    } finally {
      current = outer;
    }
    frame.fresh = false;
    if (shown !== null && typeof shown === 'object' && typeof shown.then === 'function' && !sim.isStandIn(shown)) {
      sim.watchPromise(what, shown);
      shown.then((later) => { if (!frame.gone) { renderBelow(frame, [later], frame.place); } }, () => undefined);
      shown = null;
    }
    renderBelow(frame, [shown], frame.place);
    runEffects(frame, what);
  }

  function load(frame, type) {
    if (!type.asked) {
      type.asked = Promise.resolve(sim.guard('a component that is loaded late', type.inner));
    }
    if (type.found) {
      renderBelow(frame, [create(type.found, frame.given.props)], frame.place);
      return;
    }
    type.asked.then((module) => {
      type.found = module && module.default !== undefined ? module.default : module;
      if (!frame.gone && type.found) {
        renderBelow(frame, [create(type.found, frame.given.props)], frame.place);
      }
    }, () => undefined);
  }

  function unmount(frame) {
    if (!frame || frame.gone) {
      return;
    }
    frame.gone = true;
    frame.below.forEach(unmount);
    const what = nameOf(frame.type);
    if (frame.instance && typeof frame.instance.componentWillUnmount === 'function') {
      sim.guard(what, frame.instance.componentWillUnmount, frame.instance);
    }
    frame.hooks.forEach((hook) => { if (typeof hook.cleanup === 'function') { sim.guard('the end of an effect', hook.cleanup); } });
    if (frame.node && frame.node.parentNode) {
      frame.node.parentNode.removeChild(frame.node);
    }
  }

  function schedule(frame) {
    if (!frame || frame.gone || frame.dirty || renders >= MOST_RENDERS) {
      return;
    }
    frame.dirty = true;
    renders += 1;
    sim.later(1, 'a component that changed', () => {
      if (!frame.gone) {
        frame.dirty = false;
        renderFrame(frame);
      }
    });
  }

  // Hooks
  function hook(make) {
    const frame = current;
    if (!frame) {
      return make();
    }
    const at = frame.at;
    frame.at += 1;
    if (!frame.hooks[at]) {
      frame.hooks[at] = make();
    }
    return frame.hooks[at];
  }

  function valueOf(given) {
    return typeof given === 'function' && !sim.isStandIn(given) ? given() : given;
  }

  function useReducer(reducer, initial, begin) {
    const frame = current;
    const one = hook(() => ({ value: begin ? begin(initial) : initial }));
    one.send = one.send || function (action) {
      const next = reducer ? (one.reducer || reducer)(one.value, action) : typeof action === 'function' && !sim.isStandIn(action) ? action(one.value) : action;
      if (!Object.is(next, one.value)) {
        one.value = next;
        schedule(frame);
      }
    };
    one.reducer = reducer;
    return [one.value, one.send];
  }

  function changed(before, deps) {
    return !before || !deps || before.length !== deps.length || deps.some((one, index) => !Object.is(one, before[index]));
  }

  function useMemo(make, deps) {
    const one = hook(() => ({ deps: null }));
    if (!one.deps || changed(one.deps, deps)) {
      one.value = make();
      one.deps = deps || null;
    }
    return one.value;
  }

  function useEffect(fn, deps) {
    const frame = current;
    if (!frame) {
      sim.later(5, 'an effect', () => sim.watchPromise('an effect', sim.guard('an effect', fn)));
      return;
    }
    const one = hook(() => ({ deps: null, ran: false }));
    if (!one.ran || changed(one.deps, deps)) {
      one.ran = true;
      one.deps = deps || null;
      frame.effects.push([one, fn]);
    }
  }

  function runEffects(frame, what) {
    const waiting = frame.effects.splice(0);
    if (!waiting.length) {
      return;
    }
    sim.later(5, 'the effects of ' + what, () => {
      for (const [one, fn] of waiting) {
        if (frame.gone) {
          return;
        }
        if (typeof one.cleanup === 'function') {
          sim.guard('the end of an effect', one.cleanup);
        }
        const answer = typeof fn === 'function' ? sim.guard('an effect of ' + what, fn) : undefined;
        one.cleanup = answer;
      }
    });
  }

  function contextOf(frame, context) {
    for (let at = frame; at; at = at.parent) {
      if (at.kind === 'context' && at.type.context === context && !at.type.consumer) {
        return at.value;
      }
    }
    return context && context.initial;
  }

  function createContext(initial) {
    const context = { initial: initial };
    context.Provider = { context: context };
    context.Consumer = { context: context, consumer: true };
    return context;
  }

  function useSyncExternalStore(subscribe, read) {
    const [, again] = useReducer((count) => count + 1, 0);
    useEffect(() => subscribe(() => again()), [subscribe]);
    return read();
  }

  const useState = (initial) => useReducer(null, undefined, () => valueOf(initial));
  const list = (children) => (children === undefined || children === null ? [] : Array.isArray(children) ? children.flat(8) : [children]);
  const react = {
    version: '18.3.1', Component: Component, PureComponent: Component, Fragment: FRAGMENT, StrictMode: FRAGMENT, Suspense: FRAGMENT, Profiler: FRAGMENT,
    createElement: create, cloneElement: (element, props, ...below) => create(element.type, Object.assign({ ref: element.ref, key: element.key === null ? undefined : element.key }, element.props, props), ...below),
    isValidElement: (value) => Boolean(sim.isElement(value)), createContext: createContext, createRef: () => ({ current: null }),
    memo: (inner) => ({ inner: inner }), forwardRef: (inner) => ({ inner: inner, forwards: true }), lazy: (inner) => ({ inner: inner, lazy: true }),
    startTransition: (act) => act(), useState: useState, useReducer: useReducer, useEffect: useEffect, useLayoutEffect: useEffect, useInsertionEffect: useEffect,
    useRef: (initial) => hook(() => ({ current: initial })), useMemo: useMemo, useCallback: (fn, deps) => useMemo(() => fn, deps), useContext: (context) => contextOf(current, context),
    useId: () => ':r1:', useTransition: () => [false, (act) => act()], useDeferredValue: (value) => value, useDebugValue() {}, useImperativeHandle(ref, make) { refer(ref, make()); },
    useSyncExternalStore: useSyncExternalStore, use: (value) => (value && value.Provider ? contextOf(current, value) : sim.standIn('a value', true)),
    Children: { map: (all, fn) => list(all).map(fn), forEach: (all, fn) => list(all).forEach(fn), toArray: list, count: (all) => list(all).length, only: (all) => list(all)[0] },
  };
  react.default = react;

  function rootAt(node) {
    if (!node && !sim.page.unknown) {
      throw new Error('Target container is not a DOM element.');
    }
    let frame = null;
    const place = node && typeof node.appendChild === 'function' && !sim.isStandIn(node) ? node : sim.document.body;
    return {
      render(element, done) {
        sim.mounted += 1;
        sim.later(1, 'the first render', () => {
          frame = reconcile(frame, element, null, place, 0);
          if (typeof done === 'function') {
            sim.guard('the callback of render', done);
          }
        });
      },
      unmount() { unmount(frame); frame = null; },
    };
  }

  const dom = {
    createRoot: rootAt, hydrateRoot(node, element) { const root = rootAt(node); root.render(element); return root; },
    render(element, node, done) { rootAt(node).render(element, done); }, hydrate(element, node) { rootAt(node).render(element); },
    createPortal: (element) => create(FRAGMENT, null, element), flushSync: (act) => act(), unmountComponentAtNode: () => true, findDOMNode: () => null, version: '18.3.1',
  };
  dom.default = dom;
  const runtime = { jsx: (type, props, key) => create(type, Object.assign({ key: key }, props)), Fragment: FRAGMENT };
  runtime.jsxs = runtime.jsxDEV = runtime.jsx;

  const known = {
    react: react, 'react-dom': dom, 'react-dom/client': dom, 'react/jsx-runtime': runtime, 'react/jsx-dev-runtime': runtime,
    preact: Object.assign({}, react, { h: create, render: dom.render }), 'preact/hooks': react, 'preact/compat': Object.assign({}, react, dom),
  };
  sim.reactAsked = false;
  sim.reactModule = function (name) {
    const found = Object.prototype.hasOwnProperty.call(known, name) ? known[name] : undefined;
    if (found && !sim.reactAsked) {
      sim.reactAsked = true;
      sim.record('script', { address: name, path: '', status: 'stand-in', what: 'React' });
    }
    return found;
  };

  // A page that loads it by an address has it as a global.
  sim.offerReact = function (address) {
    const name = address.replace(/[?#].*$/, '').replace(/^.*\//, '');
    if (/^react-dom\b/i.test(name)) {
      sim.define('ReactDOM', dom);
      return 'React';
    }
    if (/^react(\.|@|$)/i.test(name)) {
      sim.define('React', react);
      return 'React';
    }
    return '';
  };

  // An element that is handed to what the app does not bring is shown there.
  sim.showElement = function (element) {
    sim.mounted += 1;
    reconcile(null, element, null, sim.document.body, 0);
  };

  // What a module that only exports components would be used for.
  sim.showExported = function (exported) {
    if (!sim.reactAsked || sim.mounted || exported === null || typeof exported !== 'object') {
      return 0;
    }
    let count = 0;
    for (const name of Object.keys(exported).slice(0, 20)) {
      const value = exported[name];
      const component = (typeof value === 'function' && !sim.isStandIn(value) && /^[A-Z]/.test(value.name || '')) || (value !== null && typeof value === 'object' && value.inner && !sim.isStandIn(value));
      if (component) {
        count += 1;
        sim.showElement(create(value, {}));
      }
    }
    return count;
  };
});
