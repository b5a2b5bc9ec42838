using System.Text.Json;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>Writes the section <c>paths</c>: what can be called.</summary>
internal static class SwaggerPaths
{
    private static readonly string[] CallTypes = ["application/json", "application/vnd.pgrst.object+json;nulls=stripped", "application/vnd.pgrst.object+json"];

    /// <summary>Writes the path of the description itself.</summary>
    public static void WriteRoot(Utf8JsonWriter json) => json.Object("/", () => json.Object("get", () =>
    {
        json.Strings("tags", "Introspection");
        json.WriteString("summary", "OpenAPI description (this document)");
        json.Strings("produces", "application/openapi+json", "application/json");
        json.Object("responses", () => json.Response(200, "OK"));
    }));

    /// <summary>Writes a relation's path.</summary>
    public static void Write(Utf8JsonWriter json, DescribedRelation relation) => json.Object("/" + relation.Name, () =>
    {
        var filters = relation.Columns.Select(c => SwaggerParameters.Filter(relation, c)).ToArray();
        WriteOperation(json, "get", relation, [.. filters, .. SwaggerParameters.OfReads], () =>
        {
            json.Response(200, "OK", () => json.Object("schema", () =>
            {
                json.Object("items", () => json.Reference("definitions", relation.Name));
                json.WriteString("type", "array");
            }));
            json.Response(206, "Partial Content");
        });
        if (relation.Writable)
        {
            WriteOperation(json, "post", relation, [SwaggerParameters.Body(relation), "select", "preferPost"], () => json.Response(201, "Created"));
            WriteOperation(json, "delete", relation, [.. filters, "preferReturn"], () => json.Response(204, "No Content"));
            WriteOperation(json, "patch", relation, [.. filters, SwaggerParameters.Body(relation), "preferReturn"], () => json.Response(204, "No Content"));
        }
    });

    /// <summary>Writes a function's path.</summary>
    public static void Write(Utf8JsonWriter json, DescribedRoutine routine) => json.Object("/rpc/" + routine.Name, () =>
    {
        if (routine.OnlyReads)
        {
            WriteCall(json, "get", routine, () =>
            {
                foreach (var parameter in routine.Parameters)
                {
                    WriteQueryParameter(json, parameter);
                }
            });
        }

        WriteCall(json, "post", routine, () =>
        {
            WriteArguments(json, routine);
            json.ParameterReference("preferParams");
        });
    });

    private static void WriteOperation(Utf8JsonWriter json, string method, DescribedRelation relation, string[] parameters, Action responses) => json.Object(method, () =>
    {
        WriteHead(json, relation.Name, relation.Comment);
        json.WriteStartArray("parameters");
        foreach (var parameter in parameters)
        {
            json.ParameterReference(parameter);
        }

        json.WriteEndArray();
        json.Object("responses", responses);
    });

    private static void WriteCall(Utf8JsonWriter json, string method, DescribedRoutine routine, Action parameters) => json.Object(method, () =>
    {
        WriteHead(json, $"(rpc) {routine.Name}", routine.Comment);
        json.Strings("produces", CallTypes);
        json.WriteStartArray("parameters");
        parameters();
        json.WriteEndArray();
        json.Object("responses", () => json.Response(200, "OK"));
    });

    private static void WriteHead(Utf8JsonWriter json, string tag, string? comment)
    {
        var (summary, description) = SwaggerJson.Split(comment);
        json.Strings("tags", tag);
        json.Optional("summary", summary);
        json.Optional("description", description);
    }

    /// <summary>An array is written as a literal in braces, unless the parameter may repeat; JSON is a text there.</summary>
    private static void WriteQueryParameter(Utf8JsonWriter json, DescribedParameter parameter)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        json.WriteBoolean("required", parameter.Required);
        json.WriteString("in", "query");
        var type = SwaggerTypes.Of(parameter.Type);
        if (parameter.Variadic)
        {
            json.WriteString("type", type ?? "string");
            json.Object("items", () =>
            {
                json.WriteString("format", SwaggerTypes.Element(parameter.Type));
                json.Optional("type", SwaggerTypes.Of(SwaggerTypes.Element(parameter.Type)));
            });
            json.WriteString("collectionFormat", "multi");
        }
        else
        {
            json.WriteString("format", parameter.Type);
            json.WriteString("type", type is null or "array" ? "string" : type);
        }

        json.WriteEndObject();
    }

    private static void WriteArguments(Utf8JsonWriter json, DescribedRoutine routine)
    {
        json.WriteStartObject();
        json.WriteString("name", "args");
        json.WriteBoolean("required", true);
        json.WriteString("in", "body");
        json.Object("schema", () =>
        {
            json.Optional("description", routine.Comment);
            json.Strings("required", [.. routine.Parameters.Where(p => p.Required).Select(p => p.Name)]);
            if (!routine.Parameters.IsEmpty)
            {
                json.Object("properties", () =>
                {
                    foreach (var parameter in routine.Parameters)
                    {
                        json.Object(parameter.Name, () => json.Type(parameter.Type));
                    }
                });
            }

            json.WriteString("type", "object");
        });
        json.WriteEndObject();
    }
}
