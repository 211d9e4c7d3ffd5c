E
<script>sforce.opencti.onNavigationChange({listener: function (p) { if (p.recordId !== a !== b) return; sforce.opencti.screenPop({}); }});</script>