G
>lead</p><script>sforce.console.openPrimaryTab(a)</script><a onclick="go(1)>x</a>
</apex:component"