using System.Text.Json;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>Writes the section <c>definitions</c>: what rows look like.</summary>
internal static class SwaggerDefinitions
{
    /// <summary>Writes a relation's.</summary>
    public static void Write(Utf8JsonWriter json, DescribedRelation relation) => json.Object(relation.Name, () =>
    {
        json.Optional("description", relation.Comment);
        json.Strings("required", [.. relation.Columns.Where(c => c.Required).Select(c => c.Name)]);
        json.Object("properties", () =>
        {
            foreach (var column in relation.Columns)
            {
                json.Object(column.Name, () => WriteColumn(json, column));
            }
        });
        json.WriteString("type", "object");
    });

    private static void WriteColumn(Utf8JsonWriter json, DescribedColumn column)
    {
        if (column.Default is { } expression && SwaggerTypes.Default(column.Type, expression) is { } value)
        {
            json.WritePropertyName("default");
            value.WriteTo(json);
        }

        json.Optional("description", Description(column));
        json.Strings("enum", column.Labels);
        json.Type(column.Type);
        if (column.MaxLength is { } longest)
        {
            json.WriteNumber("maxLength", longest);
        }
    }

    /// <summary>The comment, and the notes by which tools find keys.</summary>
    private static string? Description(DescribedColumn column)
    {
        var notes = new List<string>();
        if (column.IsKey)
        {
            notes.Add("This is a Primary Key.<pk/>");
        }

        if (column.References is { } other)
        {
            notes.Add($"This is a Foreign Key to `{other.Relation}.{other.Column}`.<fk table='{other.Relation}' column='{other.Column}'/>");
        }

        return notes.Count == 0 ? column.Comment : $"{(column.Comment is null ? "" : column.Comment + "\n\n")}Note:\n{string.Join('\n', notes)}";
    }
}
