<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling" labelsEnabled="1">
 <renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0">
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="0,0,0,0"/>
      <Option name="style" type="QString" value="no"/>
      <Option name="outline_style" type="QString" value="solid"/>
      <Option name="outline_color" type="QString" value="150,140,130,255"/>
      <Option name="outline_width" type="QString" value="0.3"/>
      <Option name="outline_width_unit" type="QString" value="MM"/>
      <Option name="joinstyle" type="QString" value="round"/>
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fontFamily="{font}" fieldName='coalesce("name_{language}", "name_uk")' isExpression="1" fontSize="9" fontSizeUnit="Point" fontWeight="75" fontItalic="0" fontLetterSpacing="0" textColor="90,90,90,255" textOpacity="1" multilineHeight="1" capitalization="0">
    <families>
     <family name="Open Sans"/>
     <family name="Noto Sans"/>
     <family name="DejaVu Sans"/>
     <family name="Arial"/>
     <family name="Helvetica"/>
     <family name="Liberation Sans"/>
    </families>
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1"/>
   </text-style>
   <text-format multilineAlign="1" wrapChar="" autoWrapLength="18"/>
   <placement placement="4" centroidInside="1" priority="3" fitInPolygonOnly="1" polygonPlacementFlags="2"/>
   <rendering drawLabels="1" obstacle="1" obstacleFactor="1" displayAll="1" labelPerPart="0" mergeLines="0" scaleVisibility="0"/>
  </settings>
 </labeling>
</qgis>
