using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Kolaybase.Api.Http.Json;

/// <summary>
/// Explains a body that could not be bound. Binding stops at its first fault, in words about C#
/// types; so the (buffered) body is read a second time, against what the call takes, and every
/// fault is told by the field's name. Only refused requests pay for it.
/// </summary>
internal static class BodyFaults
{
    /// <summary>The error body for what <paramref name="cause"/> refused; null is what binding says of no body, and of the body <c>null</c>.</summary>
    public static async Task<ApiError> ExplainAsync(HttpContext context, JsonException? cause)
    {
        var type = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        if (type is null || !context.Request.Body.CanSeek)
        {
            return cause is null ? Empty : Malformed(cause);
        }

        context.Request.Body.Position = 0;
        var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return Explain(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), type, options);
    }

    /// <summary>The same for bytes at hand.</summary>
    public static ApiError Explain(ReadOnlyMemory<byte> body, Type type, JsonSerializerOptions options)
    {
        if (body.IsEmpty)
        {
            return Empty;
        }

        if (!System.Text.Unicode.Utf8.IsValid(body.Span))
        {
            return new(ErrorCodes.UnstorableText, "The body is not UTF-8.", Hint: "JSON is UTF-8 (RFC 8259, 8.1).");
        }

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = options.MaxDepth, AllowDuplicateProperties = false });
            var faults = new List<string>();
            Collect(document.RootElement, options.GetTypeInfo(type), "", faults);
            return faults.Count == 0
                ? new(ErrorCodes.InvalidBody, "The body is not what this call takes.")
                : Faults.ToError(faults);
        }
        catch (JsonException e)
        {
            return Malformed(e);
        }
        catch (InvalidOperationException)
        {
            // A field's name has half a surrogate pair: the search for duplicates reads it as text.
            return new(ErrorCodes.UnstorableText, "A field's name in the body has half a surrogate pair.");
        }
    }

    private static ApiError Empty { get; } = new(ErrorCodes.MalformedJson, "The body is empty; this call takes a JSON object.");

    private static ApiError Malformed(JsonException e) => e.Message switch
    {
        var m when m.StartsWith("Duplicate", StringComparison.Ordinal) => new(ErrorCodes.InvalidBody, "A field appears twice in one object of the body.", Position(e)),
        // "The maximum configured depth of 64 has been exceeded. Cannot read next JSON object. …"
        var m when m.StartsWith("The maximum configured depth", StringComparison.Ordinal) => new(ErrorCodes.JsonTooDeep, $"The JSON is nested deeper than {ApiJson.MaxDepth} levels.", Position(e)),
        _ => new(ErrorCodes.MalformedJson, "The body is not valid JSON.", Position(e)),
    };

    /// <summary>Lines and columns are counted from 1, columns in bytes.</summary>
    private static string? Position(JsonException e) =>
        e.LineNumber is { } line ? $"line {line + 1}, column {(e.BytePositionInLine ?? 0) + 1}" : null;

    private static void Collect(JsonElement value, JsonTypeInfo type, string path, List<string> faults)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && value.ValueKind == JsonValueKind.Array && ElementOf(type.Type) is { } element)
        {
            CollectElements(value, type.Options.GetTypeInfo(element), path, faults);
            return;
        }

        if (type.Kind != JsonTypeInfoKind.Object)
        {
            TryRead(value, type, path, faults);
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path.Length == 0 ? $"The body must be an object, not {JsonWords.Kind(value)}" : $"\"{path}\" must be an object");
            return;
        }

        path = path.Length == 0 ? "" : path + ".";

        foreach (var member in value.EnumerateObject())
        {
            var property = type.Properties.FirstOrDefault(p => string.Equals(p.Name, member.Name, StringComparison.Ordinal));
            if (property is null)
            {
                faults.Add($"\"{path}{JsonWords.Shorten(member.Name)}\" is not a field of this call; it takes {string.Join(", ", type.Properties.Select(p => p.Name))}");
            }
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                if (!property.IsSetNullable)
                {
                    faults.Add($"\"{path}{property.Name}\" must not be null");
                }
            }
            else
            {
                Collect(member.Value, type.Options.GetTypeInfo(property.PropertyType), path + property.Name, faults);
            }
        }

        foreach (var property in type.Properties)
        {
            if (property.IsRequired && !value.TryGetProperty(property.Name, out _))
            {
                faults.Add($"\"{path}{property.Name}\" is required");
            }
        }
    }

    private static void CollectElements(JsonElement array, JsonTypeInfo type, string path, List<string> faults)
    {
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var at = $"{path}[{index++}]";
            if (element.ValueKind != JsonValueKind.Null)
            {
                Collect(element, type, at, faults);
            }
            else if (type.Kind == JsonTypeInfoKind.Object)
            {
                faults.Add($"\"{at}\" must be an object");
            }
        }
    }

    private static Type? ElementOf(Type type) => type.IsArray
        ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static void TryRead(JsonElement value, JsonTypeInfo type, string path, List<string> faults)
    {
        try
        {
            value.Deserialize(type);
        }
        catch (JsonException e)
        {
            var inside = e.Path is { Length: > 1 } at ? at[1..] : "";
            var reason = e.InnerException is null && e.Message.StartsWith(StorableText.Fault, StringComparison.Ordinal)
                ? StorableText.Fault
                : "must be " + JsonWords.Expected(type.Type);
            faults.Add($"{(path.Length == 0 ? "The body" : $"\"{path}{inside}\"")} {reason}");
        }
    }
}
