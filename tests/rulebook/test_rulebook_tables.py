"""The tables of rules/api are whole and sound."""

from __future__ import annotations

from collections import Counter

import pytest

from ctilint.rulebook.tables import DIALECTS, about, api, dialects_of, find, nearest
from ctilint.understand.program.api import SDK_CLASSES

LIGHTNING = """
enableClickToDial disableClickToDial onClickToDial onNavigationChange getAppViewInfo getCallCenterSettings
getSoftphoneLayout isSoftphonePanelVisible notifyInitializationComplete refreshView runApex saveLog screenPop
searchAndScreenPop setSoftphoneItemIcon setSoftphonePanelIcon setSoftphoneItemLabel setSoftphonePanelLabel
setSoftphonePanelHeight setSoftphonePanelWidth setSoftphonePanelVisibility subscribe unsubscribe publish
hvs.onWorkStart hvs.completeWork initialize
"""

CLASSIC = """
getPageInfo isInConsole isVisible setVisible onFocus refreshPage refreshRelatedList runApex saveLog screenPop
searchAndGetScreenPopUrl searchAndScreenPop cti.enableClickToDial cti.disableClickToDial
cti.getCallCenterSettings cti.getDirectoryNumbers cti.getSoftphoneLayout cti.notifyInitializationComplete
cti.onClickToDial cti.setSoftphoneHeight cti.setSoftphoneWidth entityFeed.onObjectUpdate
entityFeed.refreshObject entityFeed.reloadFrame initialize
"""

CONSOLE = """
presence.acceptAgentWork chat.acceptChat addEventListener addPushNotificationListener addToBrowserTitleQueue
blinkCustomConsoleComponentButtonText chat.cancelFileTransferByAgent presence.closeAgentWork closeTab
presence.declineAgentWork chat.declineChat disableTabClose chat.endChat fireEvent cti.fireOnCallBegin
cti.fireOnCallEnd cti.fireOnCallLogSaved focusNavigationTab focusPrimaryTabById focusPrimaryTabByName
focusSidebarComponent focusSubtabById focusSubtabByNameAndPrimaryTabId focusSubtabByNameAndPrimaryTabName
generateConsoleUrl chat.getAgentInput chat.getAgentState presence.getAgentWorkload presence.getAgentWorks
cti.getCallAttachedData cti.getCallObjectIds chat.getChatLog chat.getChatRequests chat.getDetailsByChatKey
chat.getDetailsByPrimaryTabId getEnclosingPrimaryTabId getEnclosingPrimaryTabObjectId getEnclosingTabId
chat.getEngagedChats getFocusedPrimaryTabId getFocusedPrimaryTabObjectId getFocusedSubtabId
getFocusedSubtabObjectId chat.getMaxCapacity getNavigationTabs getPageInfo getPrimaryTabIds
getSelectedNavigationTab presence.getServicePresenceStatusChannels presence.getServicePresenceStatusId
getSubtabIds getTabLink chat.initFileTransfer isCustomConsoleComponentHidden isCustomConsoleComponentPoppedOut
isCustomConsoleComponentWindowHidden isInConsole isInCustomConsoleComponent presence.login presence.logout
chat.onAgentSend chat.onAgentStateChanged cti.onCallBegin cti.onCallEnd cti.onCallLogSaved chat.onChatCanceled
chat.onChatCriticalWaitState chat.onChatDeclined chat.onChatEnded chat.onChatRequested chat.onChatStarted
chat.onChatTransferredOut chat.onCurrentCapacityChanged onCustomConsoleComponentButtonClicked chat.onCustomEvent
onEnclosingTabRefresh chat.onFileTransferCompleted onFocusedPrimaryTab onFocusedSubtab chat.onNewMessage
cti.onSendCTIMessage onTabSave chat.onTypingUpdate openConsoleUrl openPrimaryTab openSubtab
openSubtabByPrimaryTabName refreshNavigationTab refreshPrimaryTabById refreshPrimaryTabByName refreshSubtabById
refreshSubtabByNameAndPrimaryTabId refreshSubtabByNameAndPrimaryTabName removeEventListener
removeFromBrowserTitleQueue removePushNotificationListener reopenLastClosedTab resetSessionTimeOut
runSelectedMacro scrollCustomConsoleComponentButtonText selectMacro cti.sendCTIMessage chat.sendCustomEvent
chat.sendMessage chat.setAgentInput chat.setAgentState cti.setCallAttachedData cti.setCallObjectIds
setCustomConsoleComponentButtonIconUrl setCustomConsoleComponentButtonStyle setCustomConsoleComponentButtonText
setCustomConsoleComponentHeight setCustomConsoleComponentPopoutable setCustomConsoleComponentVisible
setCustomConsoleComponentWidth setCustomConsoleComponentWindowVisible setSelectedNavigationTab
presence.setServicePresenceStatus setSidebarVisible setTabIcon setTabLink setTabStyle setTabTextStyle
setTabTitle setTabUnsavedChanges removeScrollCustomConsoleComponentButtonText
removeBlinkCustomConsoleComponentButtonText include isCanvasContext chat.raiseFlag chat.lowerFlag
"""

CONSTANTS = """
sforce.opencti.SCREENPOP_TYPE sforce.opencti.CALL_TYPE lightning:error-codes lightning:client-exceptions
lightning:completeWorkWhen lightning:softphone-layout classic:callType sforce.console.ConsoleEvent
sforce.console.TabLink sforce.console.Region sforce.console.ComponentType sforce.console.modules
console:callType
"""

VOICE_EVENTS = """
audiostats callstarted callconnected callended hold resume mute unmute participantadded participantremoved
conference swap pauserecording resumerecording transcript wrapupended flagraise flaglower note
"""

VOICE_ACTIONS = """
mute unmute hold resume acceptCall declineCall endCall pauseRecording resumeRecording startPreviewCall merge
swap addParticipant sendDigits updateNextBestActions
"""

VENDOR = """
init getTelephonyConnector onAgentWorkEvent setAgentStatus getAgentStatus logout handleMessage downloadLogs
logMessageToVendor getContacts getAudioDevices getSharedCapabilities
"""

TELEPHONY = """
getActiveCalls acceptCall declineCall endCall mute unmute hold resume dial sendDigits getPhoneContacts swap
conference addParticipant pauseRecording resumeRecording getAgentConfig setAgentConfig getVoiceCapabilities
wrapUpCall getSignedRecordingUrl superviseCall supervisorDisconnect supervisorBargeIn
"""

PUBLISHED = """
LOGIN_RESULT LOGOUT_RESULT CALL_STARTED QUEUED_CALL_STARTED CALL_CONNECTED HANGUP PARTICIPANT_ADDED
PARTICIPANT_CONNECTED PARTICIPANT_REMOVED MESSAGE AFTER_CALL_WORK_STARTED WRAP_UP_ENDED REMOTE_CONTROLLER
MUTE_TOGGLE HOLD_TOGGLE RECORDING_TOGGLE PARTICIPANTS_SWAPPED PARTICIPANTS_CONFERENCED CALL_UPDATED
UPDATE_AUDIO_STATS SUPERVISOR_BARGED_IN CALL_BARGED_IN SUPERVISOR_CALL_STARTED SUPERVISOR_CALL_CONNECTED
SUPERVISOR_HANGUP SET_AGENT_STATUS SHOW_TRANSFER_VIEW STORAGE_ACCESS_RESULT AFTER_CONVERSATION_WORK_STARTED
AFTER_CONVERSATION_WORK_ENDED GET_AGENT_STATUS STATE_CHANGE
"""

CONNECTOR_CONSTANTS = """
SHARED_MESSAGE_TYPE VOICE_MESSAGE_TYPE SHARED_EVENT_TYPE VOICE_EVENT_TYPE INFO_TYPE SHARED_ERROR_TYPE
VOICE_ERROR_TYPE AGENT_STATUS PARTICIPANT_TYPE CALL_TYPE CALL_SUBTYPE DIALER_TYPE CONTACT_TYPE CONTACT_LIST_TYPE
AGENT_CONFIG_TYPE SHARED_CAPABILITIES_TYPE VOICE_CAPABILITIES_TYPE CALL_STATE PHONE_TYPE HANGUP_REASON
AGENT_AVAILABILITY REMOVE_PARTICIPANT_VARIANT LOG_LEVEL LOG_SOURCE CONTACTS_FILTER_TYPES WORK_EVENT DIAL_OPTIONS
HANGUP_STATUS
"""

EVENT_SINK = "onClickToDial onNavigationChange onAgentStatusChange"

STREAMS = """
connect.agent connect.contact connect.core.initCCP connect.core.terminate connect.core.onInitialized
connect.core.onAuthFail connect.core.onAccessDenied connect.core.onViewContact EventBus#subscribe Agent#onStateChange
Agent#onRefresh Agent#onRoutable Agent#onOffline Agent#setState Agent#getContacts Contact#onConnected Contact#onEnded
Contact#onIncoming Contact#onACW Contact#onDestroy Contact#accept Contact#getAttributes Subscription#unsubscribe
"""

AJAX = """
login logout query queryAll queryMore search retrieve create update upsert deleteIds undelete merge convertLead process
describeSObject describeSObjects describeGlobal describeLayout getDeleted getUpdated getServerTimestamp getUserInfo
sendEmail remoteFunction
"""

NAVIGATES = """
closeTab focusNavigationTab focusPrimaryTabById focusPrimaryTabByName focusSubtabById
focusSubtabByNameAndPrimaryTabId focusSubtabByNameAndPrimaryTabName openConsoleUrl openPrimaryTab openSubtab
openSubtabByPrimaryTabName reopenLastClosedTab setSelectedNavigationTab
"""

KINDS = {"class", "method", "listener", "event", "constant", "component"}
STYLES = {"object", "positional", "value"}
UNDOS = {"removal", "switch", "none", "handle", ""}
FORMS = {"", "lightning", "classic", "console", "object", "event", "json", "none", "any"}
TYPES = {"string", "number", "boolean", "function", "object", "array", "any", "json", "null", ""}
ROLES = {
    "navigates",
    "pops",
    "asks-console",
    "asks-tab",
    "logs",
    "dials",
    "server",
    "synchronous",
    "enables",
    "disables",
    "publishes",
    "shows",
    "reads",
    "refreshes",
    "fires",
    "switches-off",
    "starts",
    "once",
}

ENTRIES = [(dialect, entry) for dialect in DIALECTS for entry in api(dialect).values()]


def expected_names() -> list[tuple[str, str]]:
    rows = [("lightning", f"sforce.opencti.{name}") for name in LIGHTNING.split()]
    rows += [("classic", f"sforce.interaction.{name}") for name in CLASSIC.split()]
    rows += [("console", f"sforce.console.{name}") for name in CONSOLE.split()]
    rows += [(dialects_of(name)[0], name) for name in CONSTANTS.split() if name.startswith("sforce")]
    rows += [(name.partition(":")[0], name) for name in CONSTANTS.split() if ":" in name]
    rows += [("voice", name) for name in VOICE_EVENTS.split()]
    rows += [("voice", f"VoiceToolkit#{name}") for name in VOICE_ACTIONS.split()]
    rows += [("connector", f"VendorConnector#{name}") for name in VENDOR.split()]
    rows += [("connector", f"TelephonyConnector#{name}") for name in TELEPHONY.split()]
    rows += [("connector", name) for name in PUBLISHED.split()]
    rows += [("connector", name) for name in ("initializeConnector", "publishEvent", "publishError", "publishLog")]
    rows += [("event-sink", name) for name in EVENT_SINK.split()]
    rows += [("event-sink", f"sforce.opencti.{name}") for name in ("subscribe", "unsubscribe")]
    rows += [("streams", name) for name in STREAMS.split()]
    rows += [("ajax", f"sforce.connection.{name}") for name in AJAX.split()]
    rows += [("ajax", "sforce.apex.execute")]
    return rows


def test_every_fact_has_its_row() -> None:
    missing = [(dialect, name) for dialect, name in expected_names() if name not in api(dialect)]
    assert missing == []
    assert len(expected_names()) > 350


def test_every_connector_constant_has_its_row() -> None:
    rows = api("connector")
    for name in CONNECTOR_CONSTANTS.split():
        assert f"Constants.{name}" in rows or f"connector:{name}" in rows, name


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_row_is_sound(dialect: str) -> None:
    for entry in api(dialect).values():
        assert entry.dialect == dialect
        assert entry.kind in KINDS, entry.name
        assert entry.style in STYLES
        assert (entry.style == "value") == (entry.kind in {"constant", "event", "component"})
        assert entry.undo in UNDOS
        assert entry.payload_form in FORMS
        assert entry.response_form in FORMS
        assert set(entry.roles) <= ROLES
        assert not entry.hands or (entry.listener and any(name.startswith(f"{entry.hands}#") for name in api(dialect)))
        assert entry.confidence in {"A", "B", "C", "D", "U"}
        assert entry.source
        for text in (entry.summary, *entry.notes):
            assert text == text.strip()
            assert not text.endswith(".") or text.endswith("...")
        for version in (entry.since, entry.removed):
            assert version == "" or (version.endswith(".0") and version[:-2].isdigit())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_arguments_are_sound(dialect: str) -> None:
    for entry in api(dialect).values():
        names = [argument.name for argument in entry.arguments]
        assert len(set(names)) == len(names)
        places = [argument.position for argument in entry.arguments]
        assert places == ([-1] * len(places) if entry.style == "object" else list(range(len(places))))
        for argument in entry.arguments:
            assert set(argument.type.split("|")) <= TYPES, argument
            if argument.minimum is not None and argument.maximum is not None:
                assert argument.minimum < argument.maximum
            for value in argument.values:
                if value.startswith("<"):
                    constant = find(value[1:-1]) or api("classic").get(value[1:-1])
                    assert constant is not None
                    assert constant.values
            for needed in argument.forms.values():
                assert set(needed) <= set(argument.keys)
            assert set(argument.needs) <= set(argument.keys)
            assert set(argument.spelled.values()) <= {*argument.one_of, *argument.keys}
            assert set(argument.relative) <= {".", *argument.keys}
            assert not (argument.lax and not argument.required)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_functions_and_events_name_an_argument(dialect: str) -> None:
    for entry in api(dialect).values():
        by_key = {
            str(argument.position) if entry.style == "positional" else argument.name: argument
            for argument in entry.arguments
        }
        for key in (entry.listener, entry.callback):
            if key:
                assert "function" in by_key[key].type or "function" in by_key[key].keys.values()
        for key in (entry.event, entry.removes):
            if key:
                assert key in by_key
        assert (entry.kind == "listener") == bool(entry.listener)
        if entry.registers:
            assert entry.undo
            assert entry.payload_form
        for text in entry.throws:
            if text.startswith("missing:"):
                assert next(a for a in entry.arguments if a.name == text[8:]).required


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_a_row_points_to_exists(dialect: str) -> None:
    for entry in api(dialect).values():
        assert (entry.undo in {"removal", "switch", "handle"}) <= bool(entry.undone_by)
        for name in entry.undone_by:
            assert name in api(dialect)
        for target, name in entry.counterparts.items():
            if " " in name or target not in DIALECTS:
                continue
            assert name in api(target), f"{entry.name} -> {target}: {name}"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_says_what_it_is(dialect: str) -> None:
    facts = about(dialect)
    assert facts["dialect"] == dialect
    for key in ("namespace", "title", "calls", "sources"):
        assert facts[key], key


def test_roles_that_the_rules_stand_on() -> None:
    navigates = {name for name, entry in api("console").items() if "navigates" in entry.roles}
    assert navigates == {f"sforce.console.{name}" for name in NAVIGATES.split()}
    pops = {entry.name for _, entry in ENTRIES if "pops" in entry.roles}
    assert pops == {
        f"sforce.{space}.{name}" for space in ("opencti", "interaction") for name in ("screenPop", "searchAndScreenPop")
    }
    synchronous = {entry.name for _, entry in ENTRIES if "synchronous" in entry.roles}
    assert "sforce.connection.query" in synchronous
    assert "sforce.apex.execute" in synchronous
    assert all(entry.dialect == "ajax" for _, entry in ENTRIES if "synchronous" in entry.roles)


def test_the_sdk_takes_back_what_it_registers() -> None:
    rows = api("connect-sdk").values()
    pairs = {entry.name: entry.undone_by for entry in rows if entry.registers}
    counts = Counter(name.partition("#")[0] for name in pairs)
    assert counts == {
        "AmazonConnectApp": 4,
        "AmazonConnectService": 2,
        "AgentClient": 6,
        "ContactClient": 12,
        "VoiceClient": 7,
        "SessionExpirationWarningClient": 3,
    }
    for name, (removal,) in pairs.items():
        owner, _, method = name.partition("#")
        assert removal == (f"{owner}#off{method[2:]}" if method.startswith("on") else f"{owner}#unsubscribe")
    assert {name.partition("#")[0] for name in api("connect-sdk") if "#" in name} <= set(SDK_CLASSES)


def test_removals_are_known() -> None:
    removal = {
        (entry.dialect, entry.name): entry.undone_by
        for _, entry in ENTRIES
        if entry.undo == "removal" and entry.dialect != "connect-sdk"
    }
    assert removal == {
        ("lightning", "sforce.opencti.subscribe"): ("sforce.opencti.unsubscribe",),
        ("event-sink", "sforce.opencti.subscribe"): ("sforce.opencti.unsubscribe",),
        ("console", "sforce.console.addEventListener"): ("sforce.console.removeEventListener",),
        ("console", "sforce.console.addPushNotificationListener"): ("sforce.console.removePushNotificationListener",),
        ("voice", "VoiceToolkit#addEventListener"): ("VoiceToolkit#removeEventListener",),
        ("voice", "AuraVoiceToolkit#addTelephonyEventListener"): ("AuraVoiceToolkit#removeTelephonyEventListener",),
        ("voice", "AuraVoiceToolkit#addConversationEventListener"): (
            "AuraVoiceToolkit#removeConversationEventListener",
        ),
    }


def test_find_reads_only_the_dialects_of_the_root() -> None:
    found = find("sforce.opencti.screenPop")
    assert found is not None
    assert found.dialect == "lightning"
    subscribe = find("sforce.opencti.subscribe")
    assert subscribe is not None
    assert subscribe.dialect == "lightning"
    assert find("sforce.opencti.getPageInfo") is None
    assert find("sforce.nothing.at.all") is None
    contact = find("Contact#onEnded")
    assert contact is not None
    assert contact.returns == "Subscription"
    assert dialects_of("sforce.console.closeTab") == ("console",)


def test_an_unknown_dialect_is_named() -> None:
    with pytest.raises(ValueError, match="unknown dialect 'visualforce'"):
        api("visualforce")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("sforce.opencti.onClickToDail", "sforce.opencti.onClickToDial"),
        ("sforce.opencti.screenpop", "sforce.opencti.screenPop"),
        ("sforce.console.openPrimaryTabs", "sforce.console.openPrimaryTab"),
        ("getAppViewInf", "sforce.opencti.getAppViewInfo"),
        ("onconnected", "Contact#onConnected"),
    ],
)
def test_near_misses_are_found(wrong: str, right: str) -> None:
    assert right in nearest(wrong)


def test_nothing_is_near_nonsense() -> None:
    assert nearest("xyzzy") == ()


def test_what_is_not_known_is_named() -> None:
    """A row without arguments says ``[]``; what a row is silent about is unknown, and printed so."""
    silent = {entry.name: entry.unknown for dialect in DIALECTS for entry in api(dialect).values() if entry.unknown}
    assert silent == {"sforce.opencti.unsubscribe": ("response",), "sforce.opencti.subscribe": ("response",)}
    assert api("event-sink")["sforce.opencti.subscribe"].unknown == ("response",)


def test_the_console_is_called_in_two_ways() -> None:
    table = api("workspace")
    assert len(table) == 75
    close = table["workspace#closeTab"]
    assert (close.receiver, close.style, close.module) == ("workspaceAPI", "object", "lightning/platformWorkspaceApi")
    assert [argument.name for argument in close.arguments] == ["tabId"]
    assert [(argument.name, argument.position) for argument in close.module_arguments] == [("tabId", 0)]
    panel = table["utility#updatePanel"]
    assert (panel.receiver, panel.style, panel.module_arguments) == ("", "positional", ())
    assert [argument.required for argument in panel.arguments] == [True, False]
    for entry in table.values():
        assert entry.receiver or entry.module, f"{entry.name}: neither Aura nor LWC has it"
        assert bool(entry.module_arguments) <= bool(entry.receiver and entry.module), entry.name


def test_only_a_wire_adapter_is_a_constant_that_returns_and_no_version_is_seen_before_it_can_have_come() -> None:
    entries = [entry for dialect in DIALECTS for entry in api(dialect).values()]
    assert [entry.name for entry in entries if entry.kind == "constant" and entry.returns and not entry.module] == []
    assert [entry.name for entry in entries if entry.seen and not float(entry.since) < float(entry.seen)] == []
    assert sum(bool(entry.seen) for entry in entries) == 3
