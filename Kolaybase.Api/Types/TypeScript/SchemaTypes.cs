using System.Text;
using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.TypeScript;

/// <summary>Writes one schema as a member of <c>Database</c>.</summary>
internal static class SchemaTypes
{
    /// <summary>Appends it.</summary>
    public static void Write(StringBuilder file, ClientSchema schema)
    {
        file.Append($"  {TypeScriptName.Member(schema.Name)}: {{\n");
        Section(file, "Tables", schema.Relations.Where(r => !r.IsView), RelationTypes.Write);
        Section(file, "Views", schema.Relations.Where(r => r.IsView), RelationTypes.Write);
        Section(file, "Functions", schema.Functions.GroupBy(f => f.Name, StringComparer.Ordinal), FunctionTypes.Write);
        Section(file, "Enums", schema.Enums, Enum);
        Section(file, "CompositeTypes", schema.Composites, Composite);
        file.Append("  }\n");
    }

    private static void Section<T>(StringBuilder file, string name, IEnumerable<T> items, Action<StringBuilder, T> write)
    {
        file.Append($"    {name}: {{\n");
        var before = file.Length;
        foreach (var item in items)
        {
            write(file, item);
        }

        file.Append(file.Length == before ? "      [_ in never]: never\n    }\n" : "    }\n");
    }

    // A line of its own for each value, as a long union would be one line of thousands of characters.
    private static void Enum(StringBuilder file, ClientEnum known)
    {
        file.Append($"      {TypeScriptName.Member(known.Name)}:");
        file.Append(known.Labels.Count == 0 ? " never\n" : string.Concat(known.Labels.Select(l => $"\n        | {TypeScriptName.Literal(l)}")) + "\n");
    }

    private static void Composite(StringBuilder file, ClientComposite composite)
    {
        file.Append($"      {TypeScriptName.Member(composite.Name)}: {{\n");
        foreach (var field in composite.Fields)
        {
            file.Append($"        {TypeScriptName.Member(field.Name)}: {TypeScriptType.Of(field.Type)} | null\n");
        }

        file.Append("      }\n");
    }
}
