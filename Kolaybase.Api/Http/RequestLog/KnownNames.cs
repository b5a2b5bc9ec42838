using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Kolaybase.Api.Http.RequestLog;

/// <summary>Names that our own code gives the parameters of a call and the fields of its body: a refusal that quotes one of them quotes nothing that a client wrote.</summary>
internal static class KnownNames
{
    private const int Depth = 4;

    /// <summary>Parameters that calls read by hand.</summary>
    private static readonly string[] s_always = ["select", "order", "limit", "offset", "columns", "on_conflict", "and", "or", "apikey", "file", "path", "otp", "redirect_to"];

    /// <summary>Those of an endpoint.</summary>
    public static HashSet<string> Of(Endpoint endpoint)
    {
        var names = new HashSet<string>(s_always, StringComparer.Ordinal);
        foreach (var parameter in endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>())
        {
            names.Add(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name));
        }

        foreach (var parameter in (endpoint as RouteEndpoint)?.RoutePattern.Parameters ?? [])
        {
            names.Add(parameter.Name);
        }

        foreach (var body in endpoint.Metadata.GetOrderedMetadata<IAcceptsMetadata>())
        {
            AddFields(names, body.RequestType, Depth);
        }

        return names;
    }

    private static void AddFields(HashSet<string> names, Type? type, int depth)
    {
        if (type is null || depth == 0)
        {
            return;
        }

        foreach (var part in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
        {
            AddFields(names, part, depth);
        }

        if (type.Assembly != typeof(KnownNames).Assembly || type.IsEnum)
        {
            return;
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            names.Add(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            AddFields(names, property.PropertyType, depth - 1);
        }
    }
}
