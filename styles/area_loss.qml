<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling">
 <renderer-v2 type="graduatedSymbol" attr='"loss"' graduatedMethod="GraduatedColor" symbollevels="0" enableorderby="0" forceraster="0">
  <ranges/>
  <symbols/>
  <source-symbol>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="253,219,170,255"/>
      <Option name="style" type="QString" value="solid"/>
      <Option name="outline_style" type="QString" value="solid"/>
      <Option name="outline_color" type="QString" value="255,255,255,0"/>
      <Option name="outline_width" type="QString" value="0.1"/>
      <Option name="outline_width_unit" type="QString" value="MM"/>
      <Option name="joinstyle" type="QString" value="round"/>
     </Option>
    </layer>
   </symbol>
  </source-symbol>
  <colorramp name="[source]" type="gradient">
   <Option type="Map">
    <Option name="color1" type="QString" value="255,248,235,255"/>
    <Option name="color2" type="QString" value="242,203,160,255"/>
    <Option name="discrete" type="QString" value="0"/>
    <Option name="rampType" type="QString" value="gradient"/>
    <Option name="stops" type="QString" value="0.5;251,229,200,255"/>
   </Option>
  </colorramp>
 </renderer-v2>
</qgis>
