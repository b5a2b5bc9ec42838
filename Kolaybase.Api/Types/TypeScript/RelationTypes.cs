using System.Text;
using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.TypeScript;

/// <summary>Writes a table or view: <c>Row</c>, what may be inserted and updated, and its relationships.</summary>
internal static class RelationTypes
{
    /// <summary>Appends it.</summary>
    public static void Write(StringBuilder file, ClientRelation relation)
    {
        file.Append($"      {TypeScriptName.Member(relation.Name)}: {{\n");
        Columns(file, "Row", relation, c => $": {Value(c)}");
        // The types of a view without writes have no such members, as in Supabase's own files.
        if (relation.CanInsert || !relation.IsView)
        {
            Columns(file, "Insert", relation, c => c.Writable && relation.CanInsert ? $"{(c.Optional ? "?" : "")}: {Value(c)}" : "?: never");
        }

        if (relation.CanUpdate || !relation.IsView)
        {
            Columns(file, "Update", relation, c => c.Writable && relation.CanUpdate ? $"?: {Value(c)}" : "?: never");
        }

        Relationships(file, relation.Relationships);
        file.Append("      }\n");
    }

    private static void Columns(StringBuilder file, string part, ClientRelation relation, Func<ClientColumn, string> type)
    {
        file.Append($"        {part}: {{\n");
        foreach (var column in relation.Columns)
        {
            file.Append($"          {TypeScriptName.Member(column.Name)}{type(column)}\n");
        }

        file.Append(relation.Columns.Count == 0 ? "          [_ in never]: never\n        }\n" : "        }\n");
    }

    private static void Relationships(StringBuilder file, IReadOnlyList<ClientRelationship> relationships)
    {
        file.Append(relationships.Count == 0 ? "        Relationships: []\n" : "        Relationships: [\n");
        foreach (var key in relationships)
        {
            file.Append($$"""
                          {
                            foreignKeyName: {{TypeScriptName.Literal(key.Name)}}
                            columns: {{Texts(key.Columns)}}
                            isOneToOne: {{(key.IsOneToOne ? "true" : "false")}}
                            referencedRelation: {{TypeScriptName.Literal(key.Target)}}
                            referencedColumns: {{Texts(key.TargetColumns)}}
                          },

                """.ReplaceLineEndings("\n"));
        }

        file.Append(relationships.Count == 0 ? "" : "        ]\n");
    }

    private static string Value(ClientColumn column) => TypeScriptType.Of(column.Type) + (column.Nullable ? " | null" : "");

    private static string Texts(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(TypeScriptName.Literal))}]";
}
