^A
[z-a]
build[9-0]/
*a*a*a*a*a*a*a*a*ab

@@
sforce.opencti.refreshView();