namespace Kolaybase.ControlPlane.Identity;

/// <summary>What came of letting a user sign in with an account of a provider.</summary>
public enum ExternalLink
{
    /// <summary>He does, now or since before.</summary>
    Linked,

    /// <summary>There is no such user.</summary>
    NoUser,

    /// <summary>The account signs another user in, or is being linked to one at the same moment.</summary>
    OfAnotherUser,

    /// <summary>The user signs in with another account of that provider; he has one of each at most.</summary>
    HasAnother,
}
