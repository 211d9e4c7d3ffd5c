"""The small stand-in for React: components are shown, with their state, effects, handlers and contexts."""

# ruff: noqa: E501, ISC004 - a script stands on the lines on which it reads best

from __future__ import annotations

from typing import Any

import pytest

from ctilint.prove import Options, prove_app
from ctilint.prove.play.outcome import WindowRun
from ctilint.prove.play.scenarios import BUILT_IN


def run_of(make_app: Any, files: dict[str, str], root: str, **options: Any) -> WindowRun:
    return next(run for run in prove_app(make_app(files), Options(**options)) if run.window.root == root)


IMPORTS = (
    "import React, { useContext, useEffect, useReducer, useRef, useState } from 'react';\n"
    "import { createRoot } from 'react-dom/client';\n"
    "const say = (...all) => console.log(all.join(' '));\n"
    "const heard = (p) => say('heard', p.number);\n"
    "const on = () => sforce.opencti.onClickToDial({ listener: heard });\n"
)
SHOWN = "createRoot(document.getElementById('root')).render(<App />);\n"
# What an app does, and what it says in the scenario in which every button is clicked twice.
APPS = {
    "an effect that waits for the state of another": (
        "function App() { const [ready, ready_] = useState(false);\n"
        "useEffect(() => { ready_(true); return () => say('never'); }, []);\n"
        "useEffect(() => { if (ready) { on(); say('ready'); } }, [ready]); return ready ? <b>on</b> : null; }\n",
        ["ready", "heard +14155550101"],
    ),
    "a button that counts": (
        "function App() { const [n, set] = useState(0); return <div onClick={() => { set(n + 1); say(n); }}>{n}</div>; }\n",
        ["0", "1"],
    ),
    "an effect that ends when what it depends on changes": (
        "function App() { const [n, add] = useReducer((s, a) => s + a, 0);\n"
        "useEffect(() => { say('begin', n); return () => say('end', n); }, [n]);\n"
        "return <button onClick={() => add(5)}>{n}</button>; }\n",
        ["begin 0", "end 0", "begin 5", "end 5", "begin 10"],
    ),
    "a class": (
        "class App extends React.Component { state = { n: 1 };\n"
        "componentDidMount() { this.setState({ n: 2 }); } componentDidUpdate() { say(this.state.n); }\n"
        "render() { return <p>{this.state.n}</p>; } }\n",
        ["2"],
    ),
    "a component that goes": (
        "function Inner() { useEffect(() => () => say('gone'), []); return null; }\n"
        "function App() { const [open, set] = useState(true); return <div>{open && <Inner />}"
        "<button onClick={() => set(false)}>x</button></div>; }\n",
        ["gone"],
    ),
    "a context, a ref and a component that is kept": (
        "const Words = React.createContext('none');\n"
        "const Inner = React.memo(() => { const word = useContext(Words); const at = useRef(null);\n"
        "useEffect(() => say(word, at.current.tagName), []); return <i ref={at} />; });\n"
        "function App() { return <Words.Provider value='word'><Inner /></Words.Provider>; }\n",
        ["word I"],
    ),
    "a route of a package that is not there": (
        "import { Route } from 'router';\nfunction Home() { say('home'); return null; }\n"
        "function App() { return <Route path='/' element={<Home />} />; }\n",
        ["home"],
    ),
    "an environment that the build puts in": (
        "function App() { say(process.env.NODE_ENV, process.env.KEY, import.meta.env.VITE_URL); return null; }\n",
        ["production text https://vendor.example/"],
    ),
}


@pytest.mark.parametrize("name", APPS)
def test_an_app_of_components_runs(make_app: Any, name: str) -> None:
    script, wanted = APPS[name]
    buttons = tuple(one for one in BUILT_IN if one.name == "buttons")
    run = run_of(make_app, {"main.jsx": IMPORTS + script + SHOWN}, "main.jsx", scenarios=buttons)
    played = run.scenarios[0].played
    assert [record.text("message") for record in played.of("uncaught", "rejected")] == []
    assert [record.text("value").strip('"') for record in played.of("console")] == wanted


def test_what_a_module_exports_is_shown_where_no_page_is_known(make_app: Any) -> None:
    text = "import { useEffect } from 'react';\nexport default function Phone() {\n  useEffect(() => {\n"
    text += (
        "    sforce.opencti.onClickToDial({ listener: (p) => console.log(p.number) });\n  }, []);\n  return null;\n}\n"
    )
    run = run_of(make_app, {"Phone.jsx": text}, "Phone.jsx", scenarios=BUILT_IN[:1])
    assert [(one.made, one.spot.line) for one in run.known] == [("scenario", 4)]
    assert "the components that the module exports were shown" in run.notes


def test_a_page_that_loads_react_by_its_address_has_it(make_app: Any) -> None:
    page = (
        '<div id="root"></div><script src="https://unpkg.com/react@18/umd/react.production.min.js"></script>'
        '<script src="https://unpkg.com/react-dom@18/umd/react-dom.production.min.js"></script>'
        '<script src="/support/api/60.0/lightning/opencti_min.js"></script><script>\n'
        "function Phone() { React.useEffect(function () { sforce.opencti.onClickToDial({ listener: function () {} }); }, []);"
        " return React.createElement('b', null, 'on'); }\n"
        "ReactDOM.createRoot(document.getElementById('root')).render(React.createElement(Phone));\n</script>"
    )
    run = run_of(make_app, {"page.html": page}, "page.html", scenarios=BUILT_IN[:1])
    assert [one.made for one in run.known] == ["scenario"]
    assert run.status == "run"
