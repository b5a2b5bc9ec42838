using System.Text;
using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.CSharp;

/// <summary>Writes the types of one schema.</summary>
internal static class SchemaRecords
{
    /// <summary>Appends them.</summary>
    public static void Write(StringBuilder file, NamedSchema schema, CSharpTypes types)
    {
        foreach (var (name, relation) in schema.Relations)
        {
            Relation(file, name, relation, types);
        }

        foreach (var (name, known) in schema.Enums)
        {
            Enum(file, name, known);
        }

        foreach (var (name, composite) in schema.Composites)
        {
            RecordText.Write(file, name, $"Composite type {composite.Name}.", composite.Fields.Select(f => new RecordMember(f.Name, f.Type, Nullable: true, Required: false)), types);
        }

        foreach (var (name, function) in schema.Functions)
        {
            Function(file, name, function, types);
        }
    }

    private static void Relation(StringBuilder file, string name, ClientRelation relation, CSharpTypes types)
    {
        var what = relation.IsView ? "view" : "table";
        RecordText.Write(
            file,
            name,
            $"A row of {what} {relation.Name}.{(relation.Comment is null ? "" : " " + relation.Comment)}",
            relation.Columns.Select(c => new RecordMember(c.Name, c.Type, c.Nullable, Required: !c.Nullable)),
            types);
        if (relation.CanInsert)
        {
            RecordText.Write(
                file,
                name + "Insert",
                $"A new row of {what} {relation.Name}: what is null is left out and gets its default.",
                relation.Columns.Where(c => c.Writable).Select(c => new RecordMember(c.Name, c.Type, c.Optional, Required: !c.Optional, LeftOut: c.Optional)),
                types);
        }

        if (relation.CanUpdate)
        {
            RecordText.Write(
                file,
                name + "Update",
                $"A change of rows of {what} {relation.Name}: what is not given stays.",
                relation.Columns.Where(c => c.Writable).Select(c => new RecordMember(c.Name, c.Type, c.Nullable, Required: false, Optional: true)),
                types);
        }
    }

    private static void Function(StringBuilder file, string name, ClientFunction function, CSharpTypes types)
    {
        if (function.Parameters.Count > 0 && function.Parameters.All(p => p.Name.Length > 0))
        {
            RecordText.Write(
                file,
                name + "Args",
                $"What function {function.Name} takes: what is null is left out where there is a default.",
                function.Parameters.Select(p => new RecordMember(p.Name, p.Type, Nullable: true, Required: false, LeftOut: p.Optional)),
                types);
        }

        if (function.Columns.Count > 0)
        {
            RecordText.Write(
                file,
                name + "Row",
                $"What function {function.Name} gives.",
                function.Columns.Select(c => new RecordMember(c.Name, c.Type, Nullable: true, Required: false)),
                types);
        }
    }

    private static void Enum(StringBuilder file, string name, ClientEnum known)
    {
        var names = CSharpName.OfValues();
        file.Append($"    /// <summary>Type {CSharpText.Comment(known.Name)}.</summary>\n");
        file.Append($"    [global::System.Text.Json.Serialization.JsonConverter(typeof(global::System.Text.Json.Serialization.JsonStringEnumConverter<{name}>))]\n    public enum {name}\n    {{\n");
        foreach (var label in known.Labels)
        {
            file.Append($"        [global::System.Text.Json.Serialization.JsonStringEnumMemberName({CSharpText.Literal(label)})]\n        {names.Take(label)},\n");
        }

        file.Append("    }\n\n");
    }
}
