using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Kolaybase.ControlPlane.Identity.Builtin;

/// <summary>Password hashes in ASP.NET Core Identity's format version 3 (PBKDF2, parameters inside).</summary>
public sealed class PasswordHashes
{
    private static readonly object s_user = new();
    private readonly PasswordHasher<object> _hasher;
    private readonly Lazy<string> _dummy;

    /// <summary>Hashes with as many iterations as the options say.</summary>
    public PasswordHashes(IdentityOptions options)
    {
        _hasher = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = options.PasswordIterations }));
        _dummy = new Lazy<string>(() => Hash(Guid.CreateVersion7().ToString()));
    }

    /// <summary>The hash to store.</summary>
    public string Hash(string password) => _hasher.HashPassword(s_user, password);

    /// <summary>Whether the password is the hashed one. Without a hash it works as long and says no, so that time does not tell who has an account.</summary>
    public PasswordMatch Verify(string? hash, string password) =>
        _hasher.VerifyHashedPassword(s_user, hash ?? _dummy.Value, password) switch
        {
            _ when hash is null => PasswordMatch.No,
            PasswordVerificationResult.Success => PasswordMatch.Yes,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.YesButOutdated,
            _ => PasswordMatch.No,
        };
}

/// <summary>Outcome of comparing a password with a hash.</summary>
public enum PasswordMatch
{
    /// <summary>It is another one, or there is no hash.</summary>
    No,

    /// <summary>It is the right one.</summary>
    Yes,

    /// <summary>It is the right one, and the hash is weaker than hashes made now.</summary>
    YesButOutdated,
}
