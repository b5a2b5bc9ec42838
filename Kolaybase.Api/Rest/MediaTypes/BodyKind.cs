namespace Kolaybase.Api.Rest.MediaTypes;

/// <summary>What a request's body is.</summary>
internal enum BodyKind
{
    /// <summary><c>application/json</c>, or nothing said.</summary>
    Json,

    /// <summary><c>text/csv</c></summary>
    Csv,

    /// <summary><c>application/x-www-form-urlencoded</c></summary>
    Form,

    /// <summary><c>text/plain</c>: the one argument of a function.</summary>
    Text,

    /// <summary><c>text/xml</c>: the one argument of a function.</summary>
    Xml,

    /// <summary><c>application/octet-stream</c>: the one argument of a function.</summary>
    Octets,
}
