namespace Kolaybase.ControlPlane.Identity;

/// <summary>What a password must be: long enough, no rules of composition (NIST SP 800-63B, 3.1.1.2).</summary>
public static class PasswordPolicy
{
    /// <summary>Fewest characters.</summary>
    public const int MinLength = 8;

    /// <summary>Most characters: bounds the work of hashing.</summary>
    public const int MaxLength = 128;

    /// <summary>What is wrong with a password that <see cref="Accepts"/> refuses, for a message after the field's name.</summary>
    public const string Fault = "must have 8 to 128 characters and not be the same character throughout";

    /// <summary>Whether it may be set as a password.</summary>
    public static bool Accepts(string password) =>
        password.Length is >= MinLength and <= MaxLength && password.AsSpan().ContainsAnyExcept(password[0]);
}
