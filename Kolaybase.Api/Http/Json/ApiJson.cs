using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Json;

/// <summary>JSON of the platform endpoints.</summary>
/// <remarks>
/// Unknown members are refused: in a body that a person typed, a field that is silently ignored is
/// the worst answer (<c>enableRLS: false</c> would leave RLS on without a word). Columns of the
/// data API never pass through these options.
/// </remarks>
public static class ApiJson
{
    /// <summary>Deepest nesting of a body. Fields of our own need four levels; rows of tables hold JSON of the caller's, for which the data API has the same limit.</summary>
    public const int MaxDepth = 64;

    /// <summary>Options equal to those of the endpoints, for code that reads or writes JSON itself.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Sets up the options that endpoints bind and answer with.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DictionaryKeyPolicy = null;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MaxDepth;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter<ProjectStatus>(EnumNames.PolicyOf(typeof(ProjectStatus)), allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new StorableStringConverter());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
