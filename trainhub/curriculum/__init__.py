"""The curriculum: identities of modules and activities, and the versions that hold their texts."""
