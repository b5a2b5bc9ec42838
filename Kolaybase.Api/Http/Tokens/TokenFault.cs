namespace Kolaybase.Api.Http.Tokens;

/// <summary>Why a token does not verify.</summary>
internal enum TokenFault
{
    /// <summary>It is no JWT, or too long for one.</summary>
    Malformed,

    /// <summary>Its algorithm, key or signature is not the realm's.</summary>
    Signature,

    /// <summary>It is over.</summary>
    Expired,

    /// <summary>Issuer, audience, subject or times are not what they must be.</summary>
    Claims,

    /// <summary>Its session has ended, or its user was blocked, deleted or given a new password.</summary>
    Revoked,
}

/// <summary>Says a fault to the caller; never what the right value would have been.</summary>
internal static class TokenFaults
{
    public static string Sentence(TokenFault fault) => fault switch
    {
        TokenFault.Malformed => "The bearer token is not a JSON web token.",
        TokenFault.Signature => "The bearer token is not signed by this issuer.",
        TokenFault.Expired => "JWT expired",
        TokenFault.Revoked => "The session of this token has ended.",
        _ => "The bearer token's claims are not valid here.",
    };
}
