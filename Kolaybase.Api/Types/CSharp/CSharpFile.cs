using System.Text;
using Kolaybase.Api.Types.Catalogue;

namespace Kolaybase.Api.Types.CSharp;

/// <summary>Writes records for System.Text.Json: one namespace for each schema, under <c>Database</c>.</summary>
internal static class CSharpFile
{
    private const string Head = """
        // Made from the schema of the project's database. Changes to this file are lost when it is made again.
        #nullable enable
        #pragma warning disable

        namespace Database
        {
            /// <summary>A value of a change: what was not given stays as it is, and null can be given.</summary>
            [global::System.Text.Json.Serialization.JsonConverter(typeof(OptionalConverter))]
            public readonly record struct Optional<T>(T Value)
            {
                /// <summary>Whether a value was given.</summary>
                public bool IsGiven { get; } = true;

                /// <summary>A given value.</summary>
                public static implicit operator Optional<T>(T value) => new(value);
            }

            internal sealed class OptionalConverter : global::System.Text.Json.Serialization.JsonConverterFactory
            {
                public override bool CanConvert(global::System.Type type) => true;

                public override global::System.Text.Json.Serialization.JsonConverter CreateConverter(global::System.Type type, global::System.Text.Json.JsonSerializerOptions options) =>
                    (global::System.Text.Json.Serialization.JsonConverter)global::System.Activator.CreateInstance(typeof(Of<>).MakeGenericType(type.GetGenericArguments()))!;

                private sealed class Of<T> : global::System.Text.Json.Serialization.JsonConverter<Optional<T>>
                {
                    public override bool HandleNull => true;

                    public override Optional<T> Read(ref global::System.Text.Json.Utf8JsonReader reader, global::System.Type type, global::System.Text.Json.JsonSerializerOptions options) =>
                        new(global::System.Text.Json.JsonSerializer.Deserialize<T>(ref reader, options)!);

                    public override void Write(global::System.Text.Json.Utf8JsonWriter writer, Optional<T> value, global::System.Text.Json.JsonSerializerOptions options) =>
                        global::System.Text.Json.JsonSerializer.Serialize(writer, value.Value, options);
                }
            }
        }

        """;

    /// <summary>The file.</summary>
    public static string Write(IReadOnlyList<ClientSchema> schemas)
    {
        var file = new StringBuilder(Head.ReplaceLineEndings("\n"));
        var (types, spaces) = (new CSharpTypes(), CSharpName.OfTypes());
        // Names first: a type of one schema may stand in another.
        var named = schemas.Select(s => NamedSchema.Of(s, $"Database.{spaces.Take(s.Name)}", types)).ToList();
        foreach (var schema in named)
        {
            file.Append($"\nnamespace {schema.Space}\n{{\n");
            SchemaRecords.Write(file, schema, types);
            file.Append("}\n");
        }

        return file.ToString();
    }
}
