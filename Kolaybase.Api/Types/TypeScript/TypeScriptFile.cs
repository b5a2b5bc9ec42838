using System.Text;
using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.TypeScript;

/// <summary>Writes the type file: <c>Json</c>, <c>Database</c>, the helpers and <c>Constants</c>, as supabase-js and its users have them.</summary>
internal static class TypeScriptFile
{
    private const string Head = """
        export type Json =
          | string
          | number
          | boolean
          | null
          | { [key: string]: Json | undefined }
          | Json[]

        export type Database = {
          // Tells the clients which features of PostgREST are there.
          __InternalSupabase: {
            PostgrestVersion: "14"
          }

        """;

    /// <summary>The file.</summary>
    public static string Write(IReadOnlyList<ClientSchema> schemas)
    {
        var file = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var schema in schemas)
        {
            SchemaTypes.Write(file, schema);
        }

        return file.Append("}\n\n").Append(Helpers.For(schemas[0].Name)).Append(Constants(schemas)).ToString();
    }

    private static string Constants(IReadOnlyList<ClientSchema> schemas)
    {
        var text = new StringBuilder("\nexport const Constants = {\n");
        foreach (var schema in schemas)
        {
            text.Append($"  {TypeScriptName.ObjectKey(schema.Name)}: {{\n    Enums: {{\n");
            foreach (var known in schema.Enums)
            {
                text.Append($"      {TypeScriptName.ObjectKey(known.Name)}: [{string.Join(", ", known.Labels.Select(TypeScriptName.Literal))}],\n");
            }

            text.Append("    },\n  },\n");
        }

        return text.Append("} as const\n").ToString();
    }
}
