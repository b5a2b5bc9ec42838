using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>
/// Writes a schema's description as Swagger 2.0, in the shape of PostgREST's, which tools of its users read: <c>definitions</c> with
/// formats and notes about keys, <c>parameters</c>, <c>paths</c>.
/// </summary>
internal static class SwaggerDocument
{
    private const int PieceBytes = 64 * 1024;

    private static readonly string[] MediaTypes =
        ["application/json", "application/vnd.pgrst.object+json;nulls=stripped", "application/vnd.pgrst.object+json", "text/csv"];

    // The document is JSON and is sent as such: what is meant for HTML need not be escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="schema">What is described.</param>
    /// <param name="baseUrl">Where the API's root is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task WriteAsync(PipeWriter output, SchemaDescription schema, Uri baseUrl, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        WriteHead(json, schema, baseUrl);
        json.WriteStartObject("paths");
        SwaggerPaths.WriteRoot(json);
        await EachAsync(schema.Relations, SwaggerPaths.Write);
        await EachAsync(schema.Routines, SwaggerPaths.Write);
        json.WriteEndObject();
        json.WriteStartObject("definitions");
        await EachAsync(schema.Relations, SwaggerDefinitions.Write);
        json.WriteEndObject();
        json.WriteStartObject("parameters");
        SwaggerParameters.WriteShared(json);
        await EachAsync(schema.Relations, SwaggerParameters.Write);
        json.WriteEndObject();
        json.Object("externalDocs", () =>
        {
            json.WriteString("description", "PostgREST Documentation");
            json.WriteString("url", "https://docs.postgrest.org/en/v14/references/api.html");
        });
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);

        async Task EachAsync<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
        {
            foreach (var item in items)
            {
                write(json, item);
                if (json.BytesPending > PieceBytes || output.UnflushedBytes > PieceBytes)
                {
                    await json.FlushAsync(cancellationToken);
                    await output.FlushAsync(cancellationToken);
                }
            }
        }
    }

    private static void WriteHead(Utf8JsonWriter json, SchemaDescription schema, Uri baseUrl)
    {
        var (title, description) = SwaggerJson.Split(schema.Comment);
        json.WriteString("swagger", "2.0");
        json.Object("info", () =>
        {
            json.WriteString("description", description ?? "Made of the tables, views and functions that the caller's role may see");
            json.WriteString("title", title ?? "Data API");
            // The release of PostgREST whose shape this is.
            json.WriteString("version", "14");
        });
        json.WriteString("host", $"{baseUrl.Host}:{baseUrl.Port}");
        json.WriteString("basePath", baseUrl.AbsolutePath);
        json.Strings("schemes", baseUrl.Scheme);
        json.Strings("consumes", MediaTypes);
        json.Strings("produces", MediaTypes);
    }
}
