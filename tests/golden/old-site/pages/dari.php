<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="generator" content="Frontpress 4.0">
<title>The Sarbala Lantern</title>
<script language="JavaScript">
<!--
function go(f) { if (f.q.value == "") { alert("Dovecote says: type a word!"); return false; } return true; }
//-->
</script>
<style>td { font-family: Verdana; } a { text-decoration: none }</style>
</head>
<body bgcolor="#FFFFFF" topmargin="0" leftmargin="0" onload="window.status='The Sarbala Lantern'">
<table width="980" border="0" align="center" cellpadding="2" cellspacing="0">
<tr><td colspan="3" align="right"><font size="1">Editor in Chief: Moh. Dawud Parwiz &nbsp;&nbsp; Thursday, December 2nd, 2021</font></td></tr>
<tr><td colspan="3" bgcolor="#7A1F1F"><img src="images/lantern.gif" width="90" height="60" alt="Lantern logo" align="left"><font color="#FFFFFF" size="6">The Sarbala Lantern</font><br>
<font color="#FFFFFF" size="1"><i>Printed by Brindlewick &amp; Heirs in the ferry quarter, every day but Friday, since 1921</i></font></td></tr>
<tr>
<td width="170" valign="top">
<table width="100%" border="0" cellspacing="1">
<tr><td bgcolor="#7A1F1F">&nbsp;<a href="index.html"><font face="Arial" size="2" color="#FFFFFF">Front Page</font></a></td></tr>
<tr><td bgcolor="#7A1F1F">&nbsp;<a href="editorial.php?pageNum_editorial=0&totalRows_editorial=12"><font face="Arial" size="2" color="#FFFFFF">Editorials</font></a></td></tr>
<tr><td bgcolor="#7A1F1F">&nbsp;<a href="opinion.php"><font face="Arial" size="2" color="#FFFFFF">Opinion</font></a></td></tr>
<tr><td bgcolor="#7A1F1F">&nbsp;<a href="dari.php"><font face="Arial" size="2" color="#FFFFFF">Dari Pages</font></a></td></tr>
<tr><td bgcolor="#7A1F1F">&nbsp;<a href="archive.asp?year=2003"><font face="Arial" size="2" color="#FFFFFF">Archive 2003</font></a></td></tr>
<tr><td bgcolor="#7A1F1F">&nbsp;<a href="horoscope.asp"><font face="Arial" size="2" color="#FFFFFF">Horoscope and Dovecote</font></a></td></tr>
<tr><td bgcolor="#7A1F1F">&nbsp;<a href="about.asp"><font face="Arial" size="2" color="#FFFFFF">About Us</font></a></td></tr>
<tr><td bgcolor="#7A1F1F">&nbsp;<a href="contact.asp"><font face="Arial" size="2" color="#FFFFFF">Contact Us</font></a></td></tr>
</table>
<form action="search.asp" method="get" onsubmit="return go(this)"><font size="1">Rummage in our pages:</font><br><input type="text" name="q" size="14"><input type="submit" value="Rummage"></form>
<form action="poll.asp" method="post"><font size="2"><b>Poll of the Week</b></font><br>
<font size="1">Should trolleybuses run on feast days, or would that be going too far for a town of our size?<br>
<input type="radio" name="p" value="1">Yes, all trolleybuses<br><input type="radio" name="p" value="2">No, none<br>
<input type="submit" value="Cast it"></font></form>
</td>
<td width="610" valign="top">
<font face="Verdana" size="4"><b>Dari Pages</b></font>
<table width="100%" border="0" cellpadding="6">
<tr><td><a href="dari_detail.php?post_id=501"><font face="Verdana" size="2"><b>پلی  که هر بهار وعده می‌دهند</b></font></a><br>
<font size="1" color="#666666">October 05, 2019</font><br>
<font size="2">یازده بهار است که والی وعدهٔ پل تازه را می‌دهد و یازده بهار است که کشتی کهنه هر بامداد با...</font></td></tr>
</table>

</td>
<td width="200" valign="top" bgcolor="#F4EEDD">
<font size="2"><b>Zibarak Weather</b></font><br><font size="1">Thursday 02/12/2021: drizzle at Zibarak, 4&deg; to 9&deg;, wind from the Zibarak pass</font><br><br>
<font size="2"><b>Prayer Times</b></font><br><font size="1">Fajr 5:21<br>Zuhr 12:04<br>Maghrib 16:43<br>Isha 18:02</font><br><br>
<font size="2"><b>Most Perused</b></font><br>
<font size="2">&#149; <a href="opinion_detail.php?post_id=3117">In Praise of the Slow Train</a></font><br>
<font size="2">&#149; <a href="editorial_detail.php?post_id=25420">The Night Watch at the Hospital</a></font><br>
<font size="2">&#149; <a href="story.asp?id=81">Lamps for the Hill Road</a></font><br><br>
<table border="1" width="100%"><tr><td align="center"><font size="2"><b>Quellmont Carpets!</b><br>Whole rooms of carpets, a third off until the snow melts. Come to Quellmont by the tannery, bring the family, and ask for Uncle Barnaby.</font></td></tr></table>
</td></tr>
<tr><td colspan="3" align="center"><hr size="1"><font size="1">Copyright &copy; 2021 The Sarbala Lantern, Lithoprint House, Weir Lane 9. Telephone 0700 55 19 21. All rights reserved. <a href="staff.asp">Typesetters&#146; Entrance</a></font></td></tr>
</table>
</body>
</html>
