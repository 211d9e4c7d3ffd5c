"""The thin stand-in for Angular: classes are made with what they ask for, components are started and ended."""

# ruff: noqa: E501 - a class stands on the lines on which it reads best

from __future__ import annotations

from typing import Any

from ctilint.prove import Options, prove_app
from ctilint.prove.play.scenarios import BUILT_IN

APP = {
    "src/main.ts": "import { platformBrowserDynamic } from '@angular/platform-browser-dynamic';\nimport { AppModule } from './app.module';\nplatformBrowserDynamic().bootstrapModule(AppModule);\n",
    "src/app.module.ts": "import { NgModule } from '@angular/core';\nimport { PanelComponent } from './panel.component';\n@NgModule({ declarations: [PanelComponent], bootstrap: [PanelComponent] })\nexport class AppModule {}\n",
    "src/phone.service.ts": "import { Injectable } from '@angular/core';\nimport { HttpClient } from '@angular/common/http';\n@Injectable({ providedIn: 'root' })\nexport class PhoneService {\n  constructor(private http: HttpClient) {}\n  start() {\n    sforce.opencti.onClickToDial({ listener: (p) => console.log(p.number) });\n    this.http.get('/settings').subscribe(() => console.log('settings'));\n  }\n}\n",
    "src/panel.component.ts": "import { Component, Input, OnInit, inject } from '@angular/core';\nimport { PhoneService } from './phone.service';\n@Component({ selector: 'app-panel', templateUrl: './panel.component.html' })\nexport class PanelComponent implements OnInit {\n  @Input() title: string;\n  again = inject(PhoneService);\n  constructor(private phone: PhoneService) {}\n  ngOnInit(): void { this.title.trim(); console.log(this.again === this.phone); this.phone.start(); }\n  ngOnDestroy() { console.log('gone'); }\n}\n",
}


def test_a_component_is_made_started_and_ended(make_app: Any) -> None:
    scenarios = tuple(one for one in BUILT_IN if one.name == "leave")
    run = next(run for run in prove_app(make_app(APP), Options(scenarios=scenarios)) if run.known)
    assert [(one.spot.line, one.made) for one in run.known] == [(7, "scenario")]
    played = run.scenarios[0].played
    assert [record.text("message") for record in played.of("uncaught", "rejected")] == []
    assert [record.text("value").strip('"') for record in played.of("console")] == ["true", "settings", "gone"]
    assert "@angular/core was replaced by a small stand-in for Angular" in run.notes


def test_a_class_with_a_decorator_of_another_is_left_alone(make_app: Any) -> None:
    files = {
        name: text.replace("@Component", "@Entity").replace("Component, Input", "Input") for name, text in APP.items()
    }
    run = next(run for run in prove_app(make_app(files)) if run.known)
    assert "scenario" not in [one.made for one in run.known]


def test_a_file_with_a_dot_in_its_name_is_found_by_who_imports_it(make_app: Any) -> None:
    (window,) = make_app(APP).windows
    assert (window.root, set(window.files)) == ("src/main.ts", set(APP))
