<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling">
 <renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="1" forceraster="0">
  <rules key="root">
   <rule key="chosen" label="{chosen}" filter='"chosen"' symbol="0"/>
   <rule key="not_chosen" label="{not_chosen}" filter='NOT "chosen"' symbol="1"/>
   <rule key="ranked" label="{ranked}" filter='"chosen" IS NULL AND "rank" IS NOT NULL' symbol="2"/>
   <rule key="unranked" label="{unranked}" filter='"rank" IS NULL AND "chosen" IS NULL' symbol="3"/>
  </rules>
  <symbols>
   <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="0,114,178,90"/>
      <Option name="style" type="QString" value="solid"/>
      <Option name="outline_style" type="QString" value="solid"/>
      <Option name="outline_color" type="QString" value="0,114,178,255"/>
      <Option name="outline_width" type="QString" value="0.7"/>
      <Option name="outline_width_unit" type="QString" value="MM"/>
      <Option name="joinstyle" type="QString" value="round"/>
     </Option>
    </layer>
    <layer class="CentroidFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="point_on_surface" type="QString" value="1"/>
      <Option name="point_on_all_parts" type="QString" value="0"/>
     </Option>
     <symbol name="@0@1" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="name" type="QString" value="circle"/>
        <Option name="color" type="QString" value="0,114,178,255"/>
        <Option name="outline_color" type="QString" value="255,255,255,255"/>
        <Option name="outline_width" type="QString" value="0.2"/>
        <Option name="outline_width_unit" type="QString" value="MM"/>
        <Option name="outline_style" type="QString" value="solid"/>
        <Option name="size" type="QString" value="2.2"/>
        <Option name="size_unit" type="QString" value="MM"/>
        <Option name="joinstyle" type="QString" value="round"/>
       </Option>
       <data_defined_properties>
        <Option type="Map">
         <Option name="name" type="QString" value=""/>
         <Option name="properties" type="Map">
          <Option name="size" type="Map">
           <Option name="active" type="bool" value="true"/>
           <Option name="expression" type="QString" value="CASE WHEN @map_id = 'overview' THEN 0 WHEN &quot;rank&quot; &lt;= 15 THEN 5.6 ELSE 0 END"/>
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
        <Option name="size" type="QString" value="1.3"/>
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
    </layer>
   </symbol>
   <symbol name="1" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="255,255,255,110"/>
      <Option name="style" type="QString" value="solid"/>
      <Option name="outline_style" type="QString" value="dash"/>
      <Option name="outline_color" type="QString" value="64,64,64,255"/>
      <Option name="outline_width" type="QString" value="0.5"/>
      <Option name="outline_width_unit" type="QString" value="MM"/>
      <Option name="joinstyle" type="QString" value="round"/>
     </Option>
    </layer>
    <layer class="CentroidFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="point_on_surface" type="QString" value="1"/>
      <Option name="point_on_all_parts" type="QString" value="0"/>
     </Option>
     <symbol name="@1@1" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="name" type="QString" value="circle"/>
        <Option name="color" type="QString" value="255,255,255,255"/>
        <Option name="outline_color" type="QString" value="64,64,64,255"/>
        <Option name="outline_width" type="QString" value="0.25"/>
        <Option name="outline_width_unit" type="QString" value="MM"/>
        <Option name="outline_style" type="QString" value="solid"/>
        <Option name="size" type="QString" value="2.2"/>
        <Option name="size_unit" type="QString" value="MM"/>
        <Option name="joinstyle" type="QString" value="round"/>
       </Option>
       <data_defined_properties>
        <Option type="Map">
         <Option name="name" type="QString" value=""/>
         <Option name="properties" type="Map">
          <Option name="size" type="Map">
           <Option name="active" type="bool" value="true"/>
           <Option name="expression" type="QString" value="CASE WHEN @map_id = 'overview' THEN 0 WHEN &quot;rank&quot; &lt;= 15 THEN 5.2 ELSE 0 END"/>
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
        <Option name="size" type="QString" value="1.2"/>
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
    </layer>
   </symbol>
   <symbol name="2" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="86,180,233,90"/>
      <Option name="style" type="QString" value="solid"/>
      <Option name="outline_style" type="QString" value="solid"/>
      <Option name="outline_color" type="QString" value="86,180,233,255"/>
      <Option name="outline_width" type="QString" value="0.6"/>
      <Option name="outline_width_unit" type="QString" value="MM"/>
      <Option name="joinstyle" type="QString" value="round"/>
     </Option>
    </layer>
    <layer class="CentroidFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="point_on_surface" type="QString" value="1"/>
      <Option name="point_on_all_parts" type="QString" value="0"/>
     </Option>
     <symbol name="@2@1" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="name" type="QString" value="circle"/>
        <Option name="color" type="QString" value="86,180,233,255"/>
        <Option name="outline_color" type="QString" value="32,32,32,255"/>
        <Option name="outline_width" type="QString" value="0.2"/>
        <Option name="outline_width_unit" type="QString" value="MM"/>
        <Option name="outline_style" type="QString" value="solid"/>
        <Option name="size" type="QString" value="2.2"/>
        <Option name="size_unit" type="QString" value="MM"/>
        <Option name="joinstyle" type="QString" value="round"/>
       </Option>
       <data_defined_properties>
        <Option type="Map">
         <Option name="name" type="QString" value=""/>
         <Option name="properties" type="Map">
          <Option name="size" type="Map">
           <Option name="active" type="bool" value="true"/>
           <Option name="expression" type="QString" value="CASE WHEN @map_id = 'overview' THEN 0 WHEN &quot;rank&quot; &lt;= 15 THEN 5.4 ELSE 0 END"/>
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
        <Option name="size" type="QString" value="1.2"/>
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
    </layer>
   </symbol>
   <symbol name="3" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="217,217,217,110"/>
      <Option name="style" type="QString" value="solid"/>
      <Option name="outline_style" type="QString" value="solid"/>
      <Option name="outline_color" type="QString" value="140,140,140,255"/>
      <Option name="outline_width" type="QString" value="0.5"/>
      <Option name="outline_width_unit" type="QString" value="MM"/>
      <Option name="joinstyle" type="QString" value="round"/>
     </Option>
    </layer>
   </symbol>
  </symbols>
  <orderby>
   <orderByClause asc="0" nullsFirst="1">"rank"</orderByClause>
  </orderby>
 </renderer-v2>
</qgis>
