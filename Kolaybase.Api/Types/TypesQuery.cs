using System.ComponentModel;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Json;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Kolaybase.Api.Types;

/// <summary>Which schemas types are made of.</summary>
public sealed record TypesQuery
{
    /// <summary>Most schemas of one call.</summary>
    public const int MaxSchemas = 50;

    private const string Default = "public";

    /// <summary>One schema.</summary>
    [FromQuery(Name = "schema"), Description("The schema; public when neither is given.")]
    public string? Schema { get; init; }

    /// <summary>Several schemas.</summary>
    [FromQuery(Name = "schemas"), Description("Several schemas with commas between them; the first is the clients' default.")]
    public string? Schemas { get; init; }

    /// <summary>The schemas' names, each once.</summary>
    /// <exception cref="ApiException">400: both are given, or too many; 404: one of them is closed.</exception>
    internal IReadOnlyList<string> Names()
    {
        if (Schema is not null && Schemas is not null)
        {
            throw Refuse("schemas", "must not be given together with \"schema\"");
        }

        var names = Schema is not null ? [Schema]
            : Schemas is null ? [Default]
            : Schemas.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count is 0 or > MaxSchemas)
        {
            throw Refuse("schemas", $"must name 1 to {MaxSchemas} schemas");
        }

        foreach (var name in names)
        {
            if (name.Length == 0 || !StorableText.IsWellFormed(name) || name.Contains('\0', StringComparison.Ordinal))
            {
                throw Refuse(Schema is null ? "schemas" : "schema", "must be the name of a schema");
            }

            if (ClosedSchemas.Contains(name))
            {
                throw new ApiException(StatusCodes.Status404NotFound, PostgresErrorCodes.InvalidSchemaName, $"There is no schema \"{name}\" here.");
            }
        }

        return names;
    }

    private static ApiException Refuse(string parameter, string fault) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidParameter, $"The parameter \"{parameter}\" {fault}.");
}
