<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling">
 <renderer-v2 type="pointDisplacement" tolerance="2.5" toleranceUnit="MM" toleranceUnitScale="3x:0,0,0,0,0,0" placement="0" circleRadiusAddition="0" circleWidth="0.2" circleColor="128,128,128,255" labelAttributeName="" labelFont="{font},7,-1,5,50,0,0,0,0,0" labelDistanceFactor="0.5" maxLabelScaleDenominator="-1" gridWidth="0.2" gridColor="0,0,0,255" symbollevels="0" enableorderby="0" forceraster="0">
  <renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="1" forceraster="0">
   <rules key="root">
    <rule key="chosen" label="{chosen}" filter='"chosen"' symbol="0"/>
    <rule key="not_chosen" label="{not_chosen}" filter='NOT "chosen"' symbol="1"/>
    <rule key="ranked" label="{ranked}" filter='"chosen" IS NULL AND "rank" IS NOT NULL' symbol="2"/>
    <rule key="unranked" label="{unranked}" filter='"rank" IS NULL AND "chosen" IS NULL' symbol="3"/>
   </rules>
   <symbols>
    <symbol name="0" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
     <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
      <Option type="Map">
       <Option name="name" type="QString" value="circle"/>
       <Option name="color" type="QString" value="0,114,178,255"/>
       <Option name="outline_color" type="QString" value="255,255,255,255"/>
       <Option name="outline_width" type="QString" value="0.4"/>
       <Option name="outline_width_unit" type="QString" value="MM"/>
       <Option name="outline_style" type="QString" value="solid"/>
       <Option name="size" type="QString" value="3.2"/>
       <Option name="size_unit" type="QString" value="MM"/>
       <Option name="joinstyle" type="QString" value="round"/>
      </Option>
      <data_defined_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="size" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="CASE WHEN @map_id = 'overview' THEN 1.6 WHEN &quot;rank&quot; &lt;= 15 THEN 5.6 ELSE 3.2 END"/>
          <Option name="type" type="int" value="3"/>
         </Option>
        </Option>
        <Option name="type" type="QString" value="collection"/>
       </Option>
      </data_defined_properties>
     </layer>
     <layer class="FontMarker" enabled="1" locked="0" pass="0">
      <Option type="Map">
       <Option name="chr" type="QString" value="1"/>
       <Option name="color" type="QString" value="255,255,255,255"/>
       <Option name="font" type="QString" value="{font}"/>
       <Option name="font_style" type="QString" value="Bold"/>
       <Option name="size" type="QString" value="1.9"/>
       <Option name="size_unit" type="QString" value="MM"/>
       <Option name="outline_width" type="QString" value="0"/>
       <Option name="horizontal_anchor_point" type="QString" value="1"/>
       <Option name="vertical_anchor_point" type="QString" value="1"/>
      </Option>
      <data_defined_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="char" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="if(&quot;rank&quot; &lt;= 15, to_string(&quot;rank&quot;), ' ')"/>
          <Option name="type" type="int" value="3"/>
         </Option>
         <Option name="size" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="if(@map_id = 'overview', 0, 3)"/>
          <Option name="type" type="int" value="3"/>
         </Option>
        </Option>
        <Option name="type" type="QString" value="collection"/>
       </Option>
      </data_defined_properties>
     </layer>
    </symbol>
    <symbol name="1" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
     <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
      <Option type="Map">
       <Option name="name" type="QString" value="circle"/>
       <Option name="color" type="QString" value="255,255,255,255"/>
       <Option name="outline_color" type="QString" value="64,64,64,255"/>
       <Option name="outline_width" type="QString" value="0.45"/>
       <Option name="outline_width_unit" type="QString" value="MM"/>
       <Option name="outline_style" type="QString" value="solid"/>
       <Option name="size" type="QString" value="2.8"/>
       <Option name="size_unit" type="QString" value="MM"/>
       <Option name="joinstyle" type="QString" value="round"/>
      </Option>
      <data_defined_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="size" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="CASE WHEN @map_id = 'overview' THEN 1.6 WHEN &quot;rank&quot; &lt;= 15 THEN 5.2 ELSE 2.6 END"/>
          <Option name="type" type="int" value="3"/>
         </Option>
        </Option>
        <Option name="type" type="QString" value="collection"/>
       </Option>
      </data_defined_properties>
     </layer>
     <layer class="FontMarker" enabled="1" locked="0" pass="0">
      <Option type="Map">
       <Option name="chr" type="QString" value="1"/>
       <Option name="color" type="QString" value="32,32,32,255"/>
       <Option name="font" type="QString" value="{font}"/>
       <Option name="font_style" type="QString" value="Bold"/>
       <Option name="size" type="QString" value="1.7"/>
       <Option name="size_unit" type="QString" value="MM"/>
       <Option name="outline_width" type="QString" value="0"/>
       <Option name="horizontal_anchor_point" type="QString" value="1"/>
       <Option name="vertical_anchor_point" type="QString" value="1"/>
      </Option>
      <data_defined_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="char" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="if(&quot;rank&quot; &lt;= 15, to_string(&quot;rank&quot;), ' ')"/>
          <Option name="type" type="int" value="3"/>
         </Option>
         <Option name="size" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="if(@map_id = 'overview', 0, 3)"/>
          <Option name="type" type="int" value="3"/>
         </Option>
        </Option>
        <Option name="type" type="QString" value="collection"/>
       </Option>
      </data_defined_properties>
     </layer>
    </symbol>
    <symbol name="2" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
     <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
      <Option type="Map">
       <Option name="name" type="QString" value="circle"/>
       <Option name="color" type="QString" value="86,180,233,255"/>
       <Option name="outline_color" type="QString" value="32,32,32,255"/>
       <Option name="outline_width" type="QString" value="0.3"/>
       <Option name="outline_width_unit" type="QString" value="MM"/>
       <Option name="outline_style" type="QString" value="solid"/>
       <Option name="size" type="QString" value="3"/>
       <Option name="size_unit" type="QString" value="MM"/>
       <Option name="joinstyle" type="QString" value="round"/>
      </Option>
      <data_defined_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="size" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="CASE WHEN @map_id = 'overview' THEN 1.6 WHEN &quot;rank&quot; &lt;= 15 THEN 5.4 ELSE 2.8 END"/>
          <Option name="type" type="int" value="3"/>
         </Option>
        </Option>
        <Option name="type" type="QString" value="collection"/>
       </Option>
      </data_defined_properties>
     </layer>
     <layer class="FontMarker" enabled="1" locked="0" pass="0">
      <Option type="Map">
       <Option name="chr" type="QString" value="1"/>
       <Option name="color" type="QString" value="32,32,32,255"/>
       <Option name="font" type="QString" value="{font}"/>
       <Option name="font_style" type="QString" value="Bold"/>
       <Option name="size" type="QString" value="1.8"/>
       <Option name="size_unit" type="QString" value="MM"/>
       <Option name="outline_width" type="QString" value="0"/>
       <Option name="horizontal_anchor_point" type="QString" value="1"/>
       <Option name="vertical_anchor_point" type="QString" value="1"/>
      </Option>
      <data_defined_properties>
       <Option type="Map">
        <Option name="name" type="QString" value=""/>
        <Option name="properties" type="Map">
         <Option name="char" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="if(&quot;rank&quot; &lt;= 15, to_string(&quot;rank&quot;), ' ')"/>
          <Option name="type" type="int" value="3"/>
         </Option>
         <Option name="size" type="Map">
          <Option name="active" type="bool" value="true"/>
          <Option name="expression" type="QString" value="if(@map_id = 'overview', 0, 3)"/>
          <Option name="type" type="int" value="3"/>
         </Option>
        </Option>
        <Option name="type" type="QString" value="collection"/>
       </Option>
      </data_defined_properties>
     </layer>
    </symbol>
    <symbol name="3" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
     <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
      <Option type="Map">
       <Option name="name" type="QString" value="diamond"/>
       <Option name="color" type="QString" value="217,217,217,255"/>
       <Option name="outline_color" type="QString" value="89,89,89,255"/>
       <Option name="outline_width" type="QString" value="0.3"/>
       <Option name="outline_width_unit" type="QString" value="MM"/>
       <Option name="outline_style" type="QString" value="solid"/>
       <Option name="size" type="QString" value="2.8"/>
       <Option name="size_unit" type="QString" value="MM"/>
       <Option name="joinstyle" type="QString" value="round"/>
      </Option>
     </layer>
    </symbol>
   </symbols>
   <orderby>
    <orderByClause asc="0" nullsFirst="1">"rank"</orderByClause>
   </orderby>
  </renderer-v2>
  <symbol name="centerSymbol" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
   <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
    <Option type="Map">
     <Option name="name" type="QString" value="circle"/>
     <Option name="color" type="QString" value="128,128,128,255"/>
     <Option name="outline_color" type="QString" value="255,255,255,255"/>
     <Option name="outline_width" type="QString" value="0.1"/>
     <Option name="outline_width_unit" type="QString" value="MM"/>
     <Option name="outline_style" type="QString" value="solid"/>
     <Option name="size" type="QString" value="0.8"/>
     <Option name="size_unit" type="QString" value="MM"/>
     <Option name="joinstyle" type="QString" value="round"/>
    </Option>
   </layer>
  </symbol>
 </renderer-v2>
</qgis>
