// CSS selectors over our own nodes: what pages and jQuery-like libraries ask for.
(function (sim) {
  'use strict';

  const NAME = /^(?:\\.|[\w\u00a0-\uffff-])+/;
  const cache = new Map();

  function unescape(text) {
    return text.replace(/\\([0-9a-fA-F]{1,6}\s?|.)/g, (all, code) =>
      /^[0-9a-fA-F]/.test(code) ? String.fromCodePoint(parseInt(code, 16) || 0xfffd) : code);
  }

  function fail(text) {
    const error = new Error('\'' + text + '\' is not a valid selector');
    error.name = 'SyntaxError';
    throw error;
  }

  function closing(text, from) {
    let depth = 0;
    for (let index = from; index < text.length; index += 1) {
      if (text[index] === '(') {
        depth += 1;
      } else if (text[index] === ')') {
        depth -= 1;
        if (depth === 0) {
          return index;
        }
      }
    }
    return -1;
  }

  function attributeTest(body, whole) {
    const found = /^\s*([\w\\:.-]+)\s*(?:([~|^$*!]?=)\s*(?:"([^"]*)"|'([^']*)'|([^\s\]]+))\s*([iIsS])?)?\s*$/.exec(body);
    if (!found) {
      fail(whole);
    }
    const name = unescape(found[1]);
    const operator = found[2];
    const raw = found[3] !== undefined ? found[3] : found[4] !== undefined ? found[4] : found[5];
    const value = raw === undefined ? '' : unescape(raw);
    return function (node) {
      const has = node.getAttribute(name);
      if (has === null) {
        return operator === '!=';
      }
      switch (operator) {
        case undefined: return true;
        case '=': return has === value;
        case '!=': return has !== value;
        case '~=': return has.split(/\s+/).includes(value);
        case '|=': return has === value || has.startsWith(value + '-');
        case '^=': return value !== '' && has.startsWith(value);
        case '$=': return value !== '' && has.endsWith(value);
        default: return value !== '' && has.includes(value);
      }
    };
  }

  function siblings(node) {
    return node.parentNode ? Array.from(node.parentNode.children) : [node];
  }

  function nth(argument, node, list) {
    const at = list.indexOf(node) + 1;
    const form = argument.replace(/\s+/g, '').toLowerCase();
    if (form === 'odd') {
      return at % 2 === 1;
    }
    if (form === 'even') {
      return at % 2 === 0;
    }
    const found = /^([+-]?\d*)n([+-]\d+)?$/.exec(form);
    if (!found) {
      return at === Number(form);
    }
    const step = found[1] === '' || found[1] === '+' ? 1 : found[1] === '-' ? -1 : Number(found[1]);
    const offset = Number(found[2] || 0);
    return step === 0 ? at === offset : (at - offset) % step === 0 && (at - offset) / step >= 0;
  }

  const PLAIN = {
    'first-child': (node) => siblings(node)[0] === node,
    'last-child': (node) => siblings(node).slice(-1)[0] === node,
    'only-child': (node) => siblings(node).length === 1,
    'first-of-type': (node) => siblings(node).find((other) => other.localName === node.localName) === node,
    'last-of-type': (node) => siblings(node).reverse().find((other) => other.localName === node.localName) === node,
    empty: (node) => node.childNodes.length === 0,
    checked: (node) => Boolean(node.checked || node.selected),
    selected: (node) => Boolean(node.selected),
    disabled: (node) => node.hasAttribute('disabled'),
    enabled: (node) => /^(input|select|textarea|button|option)$/.test(node.localName) && !node.hasAttribute('disabled'),
    focus: (node) => sim.document.activeElement === node,
    root: (node) => node === sim.document.documentElement,
    target: () => false,
    hover: () => false,
    active: () => false,
    visited: () => false,
    link: (node) => node.localName === 'a' && node.hasAttribute('href'),
    required: (node) => node.hasAttribute('required'),
    scope: () => false,
  };

  function pseudoTest(name, argument, whole) {
    if (Object.prototype.hasOwnProperty.call(PLAIN, name)) {
      return PLAIN[name];
    }
    if (name === 'not') {
      const inner = compile(argument);
      return (node) => !inner.some((one) => matchesChain(node, one, one.length - 1));
    }
    if (name === 'is' || name === 'where' || name === 'matches' || name === '-webkit-any') {
      const inner = compile(argument);
      return (node) => inner.some((one) => matchesChain(node, one, one.length - 1));
    }
    if (name === 'has') {
      return (node) => sim.select(node, argument, true).length > 0;
    }
    if (name === 'nth-child') {
      return (node) => nth(argument, node, siblings(node));
    }
    if (name === 'nth-last-child') {
      return (node) => nth(argument, node, siblings(node).reverse());
    }
    if (name === 'nth-of-type') {
      return (node) => nth(argument, node, siblings(node).filter((other) => other.localName === node.localName));
    }
    return fail(whole);
  }

  function compound(text, whole) {
    const tests = [];
    let rest = text;
    while (rest) {
      const head = rest[0];
      if (head === '*') {
        rest = rest.slice(1);
      } else if (head === '#' || head === '.') {
        const found = NAME.exec(rest.slice(1)) || fail(whole);
        const name = unescape(found[0]);
        tests.push(head === '#' ? (node) => node.id === name : (node) => node.classList.contains(name));
        rest = rest.slice(1 + found[0].length);
      } else if (head === '[') {
        const found = /^\[((?:"[^"]*"|'[^']*'|[^\]])*)\]/.exec(rest) || fail(whole);
        tests.push(attributeTest(found[1], whole));
        rest = rest.slice(found[0].length);
      } else if (head === ':') {
        const colons = rest[1] === ':' ? 2 : 1;
        const found = NAME.exec(rest.slice(colons)) || fail(whole);
        let used = colons + found[0].length;
        let argument = '';
        if (rest[used] === '(') {
          const end = closing(rest, used);
          if (end < 0) {
            fail(whole);
          }
          argument = rest.slice(used + 1, end);
          used = end + 1;
        }
        tests.push(pseudoTest(found[0].toLowerCase(), argument, whole));
        rest = rest.slice(used);
      } else {
        const found = NAME.exec(rest) || fail(whole);
        const name = unescape(found[0]).toLowerCase();
        tests.push((node) => node.localName === name);
        rest = rest.slice(found[0].length);
      }
    }
    return (node) => tests.every((test) => test(node));
  }

  // A selector as a list of chains; a chain is [{test, relation to the one before}].
  function compile(selector) {
    const key = String(selector);
    const known = cache.get(key);
    if (known) {
      return known;
    }
    const chains = [];
    let chain = [];
    let relation = '';
    let part = '';
    const whole = key;
    const push = function () {
      if (part) {
        chain.push({ test: compound(part, whole), relation: chain.length ? relation || ' ' : '' });
        part = '';
        relation = '';
      }
    };
    let index = 0;
    while (index < key.length) {
      const head = key[index];
      if (head === '[' || head === '(') {
        const end = head === '(' ? closing(key, index) : key.indexOf(']', index);
        if (end < 0) {
          fail(whole);
        }
        part += key.slice(index, end + 1);
        index = end;
      } else if (head === '\\') {
        part += key.slice(index, index + 2);
        index += 1;
      } else if (head === ',') {
        push();
        if (!chain.length) {
          fail(whole);
        }
        chains.push(chain);
        chain = [];
      } else if (/\s/.test(head)) {
        push();
      } else if (head === '>' || head === '+' || head === '~') {
        push();
        relation = head;
      } else {
        part += head;
      }
      index += 1;
    }
    push();
    if (!chain.length || relation) {
      fail(whole);
    }
    chains.push(chain);
    if (cache.size < 500) {
      cache.set(key, chains);
    }
    return chains;
  }

  function matchesChain(node, chain, last) {
    if (!chain[last].test(node)) {
      return false;
    }
    if (last === 0) {
      return true;
    }
    const relation = chain[last].relation;
    if (relation === '>') {
      return isElement(node.parentNode) && matchesChain(node.parentNode, chain, last - 1);
    }
    if (relation === '+' || relation === '~') {
      let before = node.previousElementSibling;
      while (before) {
        if (matchesChain(before, chain, last - 1)) {
          return true;
        }
        before = relation === '~' ? before.previousElementSibling : null;
      }
      return false;
    }
    let above = node.parentNode;
    while (isElement(above)) {
      if (matchesChain(above, chain, last - 1)) {
        return true;
      }
      above = above.parentNode;
    }
    return false;
  }

  function isElement(node) {
    return Boolean(node) && node.nodeType === 1;
  }

  sim.matches = function (node, selector) {
    return compile(selector).some((chain) => matchesChain(node, chain, chain.length - 1));
  };

  sim.select = function (root, selector, firstOnly) {
    const chains = compile(selector);
    const found = [];
    const visit = function (node) {
      for (const child of node.children) {
        if (chains.some((chain) => matchesChain(child, chain, chain.length - 1))) {
          found.push(child);
          if (firstOnly) {
            return true;
          }
        }
        if (visit(child)) {
          return true;
        }
      }
      return false;
    };
    visit(root);
    return found;
  };
});
