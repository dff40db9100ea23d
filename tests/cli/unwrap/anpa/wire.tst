W2870asian
f l BC-LT--Hollin-FerryB     11-13 1049
^BC-LT--Hollin-Ferry Beauty, 1st Ld-Writethru,466<
^For Hollin ferries, mirrors can hurt <
^AP Photo XNP101, XNP102<
^Eds: With AP Photos.<
^By PAUL PELL and ANA SOTO=
^Associated Press=
	   HOLLIN, Valdin (AP) _ For ferries that have to deal with a hard winter, even looking into the mirror can be difficult. 
 
	   ``Look good, feel better'' is a program of the harbor.
 
	   ___
 
	   Pell reported from Brastova.

	   AP-WF-11-13-13 1509GMT<



s0284-----
r s BC-BBO--FerryGlance     08-18 
^BC-BBO--Ferry Glance<
^Ferry Glance=
^All Times EDT=
^By The Associated Press=
^EAST=
^ W   L   Pct
Hollin Bay 73  52  .584
Orme 66  59  .528
	   ___=
^Saturday's Races=
	   Hollin 6, Orme 5
	   Valdin 4, Brastova 2

	   AP-WF-08-18-19 2017GMT<


