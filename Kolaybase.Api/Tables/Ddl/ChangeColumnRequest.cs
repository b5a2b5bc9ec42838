using System.Text.Json;
using Kolaybase.Api.Http;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>What to change of a column; what is absent (or null, but for <see cref="DefaultValue"/>) stays as it is.</summary>
public sealed record ChangeColumnRequest
{
    /// <summary>Its new name. Policies, defaults, views and foreign keys follow it.</summary>
    public string? Name { get; init; }

    /// <summary>Its new type.</summary>
    public string? Type { get; init; }

    /// <summary>How to make the new type's values, as an SQL expression; needed where PostgreSQL does not convert by itself, or where values would lose something.</summary>
    public string? Using { get; init; }

    /// <summary>Whether it takes null.</summary>
    public bool? Nullable { get; init; }

    /// <summary>Its new default: a literal, <c>{"expression": "…"}</c>, one of the usual calls as text; <c>null</c> takes the default away.</summary>
    public JsonElement DefaultValue { get; init; }

    /// <summary>Whether no two rows may have the same value.</summary>
    public bool? IsUnique { get; init; }

    /// <summary>Its comment; <c>null</c> takes it away.</summary>
    public JsonElement Comment { get; init; }

    /// <summary>Checks what needs no database.</summary>
    /// <returns>The new default; null when it stays.</returns>
    /// <exception cref="ApiException">400.</exception>
    internal DefaultValue? Check()
    {
        var faults = new Faults();
        var name = Name is null ? null : Identifier.FaultOfNew(Name);
        string? type = null;
        if (Type is not null)
        {
            TypeText.Parse(Type, out type);
        }

        var comment = Ddl.Comment.Fault(Comment);
        var expression = Using is null ? null : SqlExpression.Fault(Using);
        faults
            .Check(name is null, "name", name!)
            .Check(type is null, "type", type!)
            .Check(comment is null, "comment", comment!)
            .Check(expression is null, "using", expression!)
            .Check(Using is null || Type is not null, "using", "needs \"type\": it says how to make values of a new type")
            .ThrowIfAny();
        return Name is null && Type is null && Nullable is null && IsUnique is null && DefaultValue.ValueKind == JsonValueKind.Undefined && Comment.ValueKind == JsonValueKind.Undefined
            ? throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, "The body names nothing to change; it takes name, type, using, nullable, defaultValue, isUnique, comment.")
            : Ddl.DefaultValue.Parse(DefaultValue, "defaultValue");
    }
}
